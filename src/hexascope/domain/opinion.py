"""Opinions: what one specialist advises, on which evidence, how sure."""

from dataclasses import dataclass
from enum import StrEnum

from hexascope.domain.remedy import Proposal
from hexascope.domain.text import Text
from hexascope.domain.use import Severity


class Role(StrEnum):
    """The six specialists."""

    PERFORMANCE_ANALYST = "performance_analyst"
    INFRASTRUCTURE_EXPERT = "infrastructure_expert"
    SECURITY_ANALYST = "security_analyst"
    COST_OPTIMIZER = "cost_optimizer"
    REPORT_GENERATOR = "report_generator"
    COORDINATOR = "coordinator"


ANALYSTS = (
    Role.PERFORMANCE_ANALYST,
    Role.INFRASTRUCTURE_EXPERT,
    Role.SECURITY_ANALYST,
    Role.COST_OPTIMIZER,
)
"""The four who are heard at once; the coordinator settles, the report generator words."""


class Stance(StrEnum):
    """Whether an opinion is for an item or against it."""

    AGREES = "agrees"
    OPPOSES = "opposes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one analyst says of one item.

    `item` is the id of the finding it speaks of, or a name of its own for advice beyond findings.
    `because` names evidence of this case, at least one piece. `voice` is `rules` or the model's
    name; `stands_in` marks rules that speak for a model that is absent.
    """

    role: str
    item: str
    stance: Stance
    advice: Text
    because: tuple[str, ...]
    severity: Severity
    confidence: int
    proposals: tuple[Proposal, ...] = ()
    voice: str = "rules"
    stands_in: bool = False
