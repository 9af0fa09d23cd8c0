"""What a user's own specialist is: a name, a mandate, a field, the evidence it wants, rules."""

from dataclasses import dataclass

from hexascope.consult.contract import Field
from hexascope.domain.evidence import Labels
from hexascope.domain.opinion import Stance
from hexascope.domain.use import Severity

MOST_SPECIALISTS = 4
"""Own specialists that are heard: each is one more call of a model, and one more voice."""

LONGEST_FILE_BYTES = 64 * 1024
LONGEST_NAME = 40
LONGEST_MANDATE = 4_000
LONGEST_SAY = 400
MOST_WANTED = 20
MOST_RULES = 20
MOST_CONDITIONS = 4
LIMIT = "limit"
"""The place in a rule's words that is filled with the limit of its first condition."""


class UnfitError(ValueError):
    """A file describes no specialist; `wrongs` say what is wrong, each with where."""

    def __init__(self, wrongs: tuple[str, ...]) -> None:
        super().__init__("; ".join(wrongs))
        self.wrongs = wrongs


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a piece of evidence must be: above, below, or a text; in base units."""

    family: str
    labels: Labels = ()
    above: float | None = None
    below: float | None = None
    text: str | None = None

    def holds(self, value: float | str) -> bool:
        """Say whether a value keeps it."""
        if isinstance(value, str):
            return self.text is not None and value == self.text
        if self.text is not None:
            return False
        over = self.above is None or value > self.above
        return over and (self.below is None or value < self.below)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When all conditions hold, `say` is said, with its `{places}` filled from the evidence.

    `about` names a check whose finding is spoken of; without it that finding is, which cites the
    same evidence; and without one the words stand for themselves, under `id`.
    """

    id: str
    when: tuple[Condition, ...]
    say: str
    severity: Severity
    stance: Stance
    confidence: int
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSpecialist:
    """A specialist as a user describes it; `wants` names families or keys of evidence."""

    name: str
    mandate: str
    field: Field
    wants: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
