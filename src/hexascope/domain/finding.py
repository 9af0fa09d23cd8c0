"""Findings: the judgements of checks, each with its proof."""

from dataclasses import dataclass, field
from hashlib import sha256

from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence
from hexascope.domain.remedy import Proposal
from hexascope.domain.text import Text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, When

NO_TEXT = Text("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a check says: the judge makes a Finding of it.

    `standing` marks a setting, a listener, idle capacity: information unless asked to be strict.
    `resource` and `aspect` are the check's own where they are left out. `threshold` is the limit
    that the first piece of evidence crossed, in its unit, where there is one to be drawn. `ago_s`
    says how long before the end of the window it was, where it is over.
    """

    severity: Severity
    title: Text
    evidence: tuple[Evidence, ...]
    description: Text = NO_TEXT
    culprit: Entity | None = None
    victims: tuple[Entity, ...] = ()
    recommendation: Text = NO_TEXT
    proposals: tuple[Proposal, ...] = ()
    confidence: int = 80
    harm: Harm = Harm.BUSY
    when: When = When.NOW
    standing: bool = False
    resource: Resource | None = None
    aspect: Aspect | None = None
    threshold: float | None = None
    ago_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A judgement of one check on one culprit.

    `severity` is what counts; `own_severity` is what it would be if it were not standing, past or
    explained by another. `explains` and `explained_by` hold ids of findings. `changed` says what
    of the culprit changed shortly before, empty where nothing is known to have.
    """

    id: str
    check: str
    resource: Resource
    aspect: Aspect
    severity: Severity
    own_severity: Severity
    title: Text
    description: Text
    culprit: Entity | None
    victims: tuple[Entity, ...]
    evidence: tuple[Evidence, ...]
    recommendation: Text
    proposals: tuple[Proposal, ...]
    confidence: int
    harm: Harm
    time: str
    when: When
    standing: bool = False
    threshold: float | None = None
    explains: tuple[str, ...] = field(default=())
    explained_by: tuple[str, ...] = field(default=())
    ago_s: float | None = None
    changed: Text = NO_TEXT

    @property
    def keys(self) -> tuple[str, ...]:
        """Give the names of its evidence."""
        return tuple(one.key for one in self.evidence)


def finding_id(check: str, culprit: Entity | None) -> str:
    """Give the id that stays the same from one examination to the next: 16 hex digits."""
    kind, name = (culprit.kind.value, culprit.stable) if culprit else ("", "")
    return sha256("\0".join((check, kind, name)).encode(errors="replace")).hexdigest()[:16]
