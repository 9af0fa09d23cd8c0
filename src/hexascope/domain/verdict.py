"""The verdict: what the panel agreed on, ranked, with the dissent beside it."""

from dataclasses import dataclass

from hexascope.domain.opinion import Opinion
from hexascope.domain.remedy import Command, Expectation, Risk
from hexascope.domain.text import Text
from hexascope.domain.use import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing the panel spoke of. `agreement` is 0-100, None for a lone voice (`single`).

    `ruling` is what the coordinator says of an item that is contested, resting on `ruled_by`, keys
    that the panel has cited; `disputed` the reason for which it holds the finding to be doubtful.
    """

    item: str
    severity: Severity
    agreement: float | None
    contested: bool
    single: bool
    for_: tuple[Opinion, ...]
    against: tuple[Opinion, ...]
    ruling: Text = Text("")  # noqa: RUF009 - a frozen value
    ruled_by: tuple[str, ...] = ()
    disputed: Text = Text("")  # noqa: RUF009 - a frozen value


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One step of the plan: a remedy of the catalogue with its parameters put in.

    `priority` 1 is first. `items` names the findings or items that it answers. `return_text` says
    what it gives back, where evidence or a price bears it out.
    """

    priority: int
    remedy: str
    title: Text
    parameters: tuple[tuple[str, str], ...]
    items: tuple[str, ...]
    look: tuple[Command, ...]
    change: tuple[Command, ...]
    undo: tuple[Command, ...]
    verify: tuple[Command, ...]
    risk: Risk
    risk_text: Text
    expects: tuple[Expectation, ...]
    because: tuple[str, ...]
    contested: bool = False
    return_text: Text = Text("")  # noqa: RUF009 - a frozen value


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What six specialists made of a case.

    `agreement` is the mean over items that were put to a vote, None where there was none.
    `legacy_consensus_score` is requirement 000's formula, kept under its label. `quality` is
    rules, excellent, good, basic or fallback; `confidence_cap` what it allows a report to state.
    `start` is the item that the coordinator's model would begin with, empty where rules settled.
    """

    items: tuple[Item, ...]
    recommendations: tuple[Recommendation, ...]
    agreement: float | None
    legacy_consensus_score: float
    quality: str
    confidence_cap: int
    headline: Text
    summary: tuple[Text, ...]
    next_steps: tuple[Text, ...]
    absent: tuple[tuple[str, str], ...] = ()
    start: str = ""
