"""The plan: what to do, first things first, from the proposals of findings and opinions."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field

from hexascope.domain.case import Case
from hexascope.domain.finding import NO_TEXT, Finding
from hexascope.domain.opinion import Opinion, Role, Stance
from hexascope.domain.remedy import Command, Proposal, Remedy, Risk
from hexascope.domain.rows import Cgroup
from hexascope.domain.text import Text, text
from hexascope.domain.use import Severity, When
from hexascope.domain.verdict import Item, Recommendation

MOST_STEPS = 30
"""Steps of a plan; who has more to do begins with these."""

Fill = Callable[[Remedy, Proposal], Remedy]
"""Puts parameters into a remedy's commands; ValueError says what is wrong with one."""


CONTRARY: Mapping[str, tuple[str, int]] = {
    "raise_cpu_quota": ("cpu", 1),
    "limit_cpu": ("cpu", -1),
    "rightsize_cpu": ("cpu", -1),
    "raise_memory_limit": ("memory", 1),
    "limit_memory": ("memory", -1),
    "rightsize_memory": ("memory", -1),
    "resume_process": ("life", 1),
    "stop_process": ("life", -1),
    "stop_writer": ("life", -1),
    "add_cpus": ("machine", 1),
    "rightsize_host": ("machine", -1),
}
"""Remedies that undo each other on the same target: what they turn, and which way."""


@dataclass(slots=True, kw_only=True)
class _Step:
    """A step in the making: a remedy filled in, or a finding whose own advice is all there is."""

    proposal: Proposal | None = None
    remedy: Remedy | None = None
    advice: Finding | None = None
    items: list[str] = field(default_factory=list)
    because: list[str] = field(default_factory=list)
    returns: Text = NO_TEXT
    disputed: bool = False

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

    A finding none of whose proposals can be filled in from the catalogue gives its own advice as a
    step without commands. Information gives steps only where it proposes a remedy; what is over
    and the symptom of another finding give none: the cause is treated. A step is
    contested if an item that it answers is, unless the objections there speak of other proposals;
    if somebody objects to just this proposal, whatever the vote on the item, for who agrees with a
    finding has not weighed each of its remedies; or if an earlier step does the contrary.
    """
    steps: dict[Proposal | str, _Step] = {}
    for finding in case.findings:
        if finding.when is When.PAST or finding.explained_by:
            continue
        usable = [one for one in finding.proposals if _ready(steps, one, catalogue, fill)]
        for proposal in usable:
            steps[proposal].take(finding.id, finding.keys)
        if not usable and finding.recommendation.template and _counts(finding):
            steps[finding.id] = _Step(advice=finding)
            steps[finding.id].take(finding.id, finding.keys)
    refused: set[Proposal] = set()
    for one in opinions:
        if one.stance is Stance.OPPOSES:
            refused.update(one.proposals)
            continue
        for proposal in one.proposals:
            if _ready(steps, proposal, catalogue, fill):
                steps[proposal].take(one.item, one.because)
                if one.role == Role.COST_OPTIMIZER:
                    steps[proposal].returns = one.advice
    chosen = list(steps.values())[:MOST_STEPS]
    _dispute(chosen, {one.item: one for one in items if one.contested}, refused)
    version = next((one.version for one in case.rows(Cgroup)), None)
    return tuple(_recommended(step, place, version) for place, step in enumerate(chosen, start=1))


def _ready(
    steps: dict[Proposal | str, _Step],
    proposal: Proposal,
    catalogue: Mapping[str, Remedy],
    fill: Fill,
) -> bool:
    """Make a step of a proposal unless there is one; no command is better than a bad one."""
    if proposal in steps:
        return True
    if proposal.remedy not in catalogue:
        return False
    try:
        remedy = fill(catalogue[proposal.remedy], proposal)
    except ValueError:
        return False
    steps[proposal] = _Step(proposal=proposal, remedy=remedy)
    return True


def _counts(finding: Finding) -> bool:
    return finding.severity > Severity.INFO


def _dispute(
    steps: Iterable[_Step], contested: Mapping[str, Item], refused: Container[Proposal]
) -> None:
    """Mark the steps that an objection or an earlier step stands against."""
    ways: dict[tuple[str, str], int] = {}
    for step in steps:
        step.disputed = step.proposal in refused or any(
            _is_against(contested.get(name), step.proposal) for name in step.items
        )
        if step.proposal is not None and step.proposal.remedy in CONTRARY:
            turned, way = CONTRARY[step.proposal.remedy]
            values = step.proposal.values()
            target = (turned, values.get("cgroup") or values.get("pid") or "")
            step.disputed |= ways.setdefault(target, way) != way


def _is_against(item: Item | None, proposal: Proposal | None) -> bool:
    """Say whether a contested item holds up this proposal: objections may name what they mean."""
    if item is None:
        return False
    if not item.against:
        return True  # all are for it, and far apart on how grave it is
    return any(not said.proposals or proposal in said.proposals for said in item.against)


def _recommended(step: _Step, place: int, version: int | None) -> Recommendation:
    if step.remedy is None or step.proposal is None:
        return _advice(step, place)
    remedy = step.remedy
    return Recommendation(
        priority=place,
        remedy=remedy.name,
        title=remedy.title,
        parameters=step.proposal.parameters,
        items=tuple(step.items),
        look=_fitting(remedy.look, version),
        change=_fitting(remedy.change, version),
        undo=_fitting(remedy.undo, version),
        verify=_fitting(remedy.verify, version),
        risk=remedy.risk,
        risk_text=remedy.risk_text,
        expects=remedy.expects,
        because=tuple(step.because),
        contested=step.disputed,
        return_text=step.returns,
    )


def _fitting(commands: tuple[Command, ...], version: int | None) -> tuple[Command, ...]:
    """Keep the commands that are right for the host's version of control groups."""
    if version is None:
        return commands
    return tuple(one for one in commands if one.only in ("", f"cgroup{version}"))


def _advice(step: _Step, place: int) -> Recommendation:
    return Recommendation(
        priority=place,
        remedy="",
        title=step.advice.recommendation if step.advice else NO_TEXT,
        parameters=(),
        items=tuple(step.items),
        look=(),
        change=(),
        undo=(),
        verify=(),
        risk=Risk.NONE,
        risk_text=text("Looking changes nothing."),
        expects=(),
        because=tuple(step.because),
        contested=step.disputed,
    )
