"""The plan: what to do, first things first, from the proposals of findings and opinions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from hexascope.domain.case import Case
from hexascope.domain.finding import NO_TEXT, Finding
from hexascope.domain.opinion import Opinion, Role, Stance
from hexascope.domain.remedy import Proposal, Remedy, Risk
from hexascope.domain.text import Text, text
from hexascope.domain.use import Severity
from hexascope.domain.verdict import Item, Recommendation

MOST_STEPS = 30
"""Steps of a plan; who has more to do begins with these."""

Fill = Callable[[Remedy, Proposal], Remedy]
"""Puts parameters into a remedy's commands; ValueError says what is wrong with one."""


@dataclass(slots=True, kw_only=True)
class _Step:
    """A step in the making: a proposal, or a finding whose own advice is all there is."""

    proposal: Proposal | None = None
    advice: Finding | None = None
    items: list[str] = field(default_factory=list)
    because: list[str] = field(default_factory=list)
    returns: Text = NO_TEXT

    def take(self, item: str, because: Iterable[str]) -> None:
        self.items += [item] if item not in self.items else []
        self.because += [key for key in because if key not in self.because]


def plan(
    case: Case,
    opinions: Iterable[Opinion],
    items: Iterable[Item],
    catalogue: Mapping[str, Remedy],
    fill: Fill,
) -> tuple[Recommendation, ...]:
    """Give the steps in the order of the findings that they answer; each once, with a priority.

    A finding whose proposals are not in the catalogue, or that has none, gives its own advice as
    a step without commands. Information gives steps only where it proposes a remedy.
    """
    contested = {one.item for one in items if one.contested}
    steps: dict[Proposal | str, _Step] = {}
    for finding in case.findings:
        _add_finding(steps, finding, catalogue)
    for one in opinions:
        _add_opinion(steps, one, catalogue)
    made = (_recommended(step, catalogue, fill, contested) for step in steps.values())
    usable = [one for one in made if one is not None][:MOST_STEPS]
    return tuple(replace(one, priority=place) for place, one in enumerate(usable, start=1))


def _add_finding(
    steps: dict[Proposal | str, _Step], finding: Finding, catalogue: Mapping[str, Remedy]
) -> None:
    usable = [one for one in finding.proposals if one.remedy in catalogue]
    for proposal in usable:
        steps.setdefault(proposal, _Step(proposal=proposal)).take(finding.id, finding.keys)
    if not usable and finding.recommendation.template and _counts(finding):
        steps[finding.id] = _Step(advice=finding)
        steps[finding.id].take(finding.id, finding.keys)


def _add_opinion(
    steps: dict[Proposal | str, _Step], said: Opinion, catalogue: Mapping[str, Remedy]
) -> None:
    if said.stance is not Stance.AGREES:
        return
    for proposal in said.proposals:
        if proposal.remedy in catalogue:
            step = steps.setdefault(proposal, _Step(proposal=proposal))
            step.take(said.item, said.because)
            if said.role is Role.COST_OPTIMIZER:
                step.returns = said.advice


def _counts(finding: Finding) -> bool:
    return finding.severity > Severity.INFO and not finding.explained_by


def _recommended(
    step: _Step, catalogue: Mapping[str, Remedy], fill: Fill, contested: set[str]
) -> Recommendation | None:
    disputed = any(one in contested for one in step.items)
    if step.advice is not None:
        return _advice(step.advice, contested=disputed)
    if step.proposal is None:
        return None
    try:
        remedy = fill(catalogue[step.proposal.remedy], step.proposal)
    except ValueError:
        return None  # a parameter that the catalogue refuses: no command is better than a bad one
    return Recommendation(
        priority=0,
        remedy=remedy.name,
        title=remedy.title,
        parameters=step.proposal.parameters,
        items=tuple(step.items),
        look=remedy.look,
        change=remedy.change,
        undo=remedy.undo,
        verify=remedy.verify,
        risk=remedy.risk,
        risk_text=remedy.risk_text,
        expects=remedy.expects,
        because=tuple(step.because),
        contested=disputed,
        return_text=step.returns,
    )


def _advice(finding: Finding, *, contested: bool) -> Recommendation:
    return Recommendation(
        priority=0,
        remedy="",
        title=finding.recommendation,
        parameters=(),
        items=(finding.id,),
        look=(),
        change=(),
        undo=(),
        verify=(),
        risk=Risk.NONE,
        risk_text=text("Looking changes nothing."),
        expects=(),
        because=finding.keys,
        contested=contested,
    )
