"""The performance analyst: what limits the work, and what is merely busy."""

from collections.abc import Iterator, Mapping

from hexascope.consult.contract import Prices, Specialist
from hexascope.consult.speech import cpu_use, in_field, opine, present, waiting
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Role, Stance
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity

ROLE = Role.PERFORMANCE_ANALYST

LONG_WAIT = 0.10
"""Share of the window with tasks waiting from which on pressure bears a finding out (PSI)."""

MUCH_IDLE = 0.50
"""CPU utilization under which nobody can be waiting for want of CPUs."""

MANDATE = """
You are a performance engineer who works by the USE method: for each resource errors, then
saturation, then utilization, then latency.

Say what limits the work and what is merely busy: a bottleneck needs two of high utilization,
saturation and errors, or one hard error. Lead from the symptom to its cause.

Speak only of evidence of this case and name each piece by its key. Agree with a finding or oppose
it; have no opinion on what the evidence does not show.
"""

_MEMORY = "Tasks waited for memory {share:percent} of the window: that bears it out."
_DISK = "Tasks waited for a disk {share:percent} of the window: that bears it out."
_WAITED: Mapping[Resource, str] = {
    Resource.CPU: "Tasks waited for a CPU {share:percent} of the window: that bears it out.",
    Resource.MEMORY: _MEMORY,
    Resource.SWAP: _MEMORY,
    Resource.DISK: _DISK,
    Resource.FILESYSTEM: _DISK,
}


def rules(case: Case, _prices: Prices) -> Iterator[Opinion]:
    """Speak of each present finding on performance by a second signal, or the lack of one."""
    known = {one.id: one for one in case.findings}
    for one in present(case):
        if in_field(ROLE, one):
            causes = [known[name] for name in one.explained_by if name in known]
            yield _symptom(one, causes[0]) if causes else _judged(case, one)


def _symptom(one: Finding, cause: Finding) -> Opinion:
    return opine(
        ROLE,
        one,
        text(
            "This is a symptom, and its cause is known: {cause}. When that is gone, look again.",
            cause=cause.title,
        ),
        more=cause.evidence[:1],
    )


def _judged(case: Case, one: Finding) -> Opinion:
    return _not_short_of_cpu(case, one) or _merely_busy(case, one) or _borne_out(case, one)


def _not_short_of_cpu(case: Case, one: Finding) -> Opinion | None:
    """A host whose CPUs are idle does not lack CPUs, whatever the pressure says."""
    used = cpu_use(case)
    host_wide = one.resource is Resource.CPU and one.aspect is Aspect.SATURATION and not one.culprit
    if used is None or not host_wide or used.number >= MUCH_IDLE:
        return None
    return opine(
        ROLE,
        one,
        text(
            "All CPUs together were only {use:percent} busy: what waits is held back by a quota or"
            " by an affinity, not by a lack of CPUs.",
            use=used.number,
        ),
        stance=Stance.OPPOSES,
        more=(used,),
        steps=-1,
    )


def _merely_busy(case: Case, one: Finding) -> Opinion | None:
    """A used resource for which nobody waits is used well, unless a goal says otherwise."""
    wait = waiting(case, one.resource)
    if (
        one.aspect is not Aspect.UTILIZATION
        or one.harm > Harm.BUSY
        or one.victims
        or one.severity <= Severity.LOW
        or wait is None
        or wait.number >= LONG_WAIT
        or _is_a_goal(case, one)
    ):
        return None
    return opine(
        ROLE,
        one,
        text(
            "Busy is no bottleneck: tasks waited only {share:percent} of the window, and nobody is"
            " shown to suffer.",
            share=wait.number,
        ),
        stance=Stance.OPPOSES,
        more=(wait,),
        steps=-1,
    )


def _is_a_goal(case: Case, one: Finding) -> bool:
    goals = case.goals
    goal = {
        Resource.CPU: goals.cpu_utilization,
        Resource.MEMORY: goals.memory_utilization,
        Resource.DISK: goals.disk_utilization,
    }.get(one.resource)
    return goal is not None


def _borne_out(case: Case, one: Finding) -> Opinion:
    wait = waiting(case, one.resource)
    if one.aspect is Aspect.ERRORS or one.harm is Harm.FAILING:
        said = text("An error needs no second signal: each one is work that failed.")
        return opine(ROLE, one, said, sure=5)
    if one.victims:
        suffer = float(len(one.victims))
        return opine(
            ROLE,
            one,
            text("Who suffers is shown ({count:count}): this is harm, not mere use.", count=suffer),
            sure=5,
        )
    if wait is not None and wait.number >= LONG_WAIT:
        said = text(_WAITED[one.resource], share=wait.number)
        return opine(ROLE, one, said, more=(wait,), sure=5)
    return opine(
        ROLE,
        one,
        text("It rests on one signal, and nobody is shown to wait: look longer before you act."),
        steps=-1 if one.severity > Severity.LOW else 0,
        sure=-15,
    )


performance_analyst = Specialist(role=ROLE, mandate=MANDATE, rules=rules)
