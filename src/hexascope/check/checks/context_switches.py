"""Context switches: work is cut so small that the CPUs mostly change over."""

from collections.abc import Iterator

from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

ALIKE = 0.5
"""Partners switch about equally often; one of them may find its byte there and not wait."""


@declared
class Limits:
    """Limits of context_switches."""

    per_cpu: float = limit(
        20_000,
        Unit.PER_SECOND,
        "context switches a second for each CPU",
        source="checks.md; the fault bench saw 49,000, quiet hosts some hundreds",
    )
    of_group: float = limit(
        12_000,
        Unit.PER_SECOND,
        "times a second that the processes of one kind gave their CPU away, from which on they"
        " stand out beside other work that keeps the CPUs busy",
        source="ours: two processes that share their CPUs with busy loops get fewer turns",
    )
    group_share: float = limit(
        0.20,
        Unit.RATIO,
        "share of the host's switches that the busiest processes make",
        source="ours: each handing over is one switch away and mostly one switch back",
    )


@check(
    resource=Resource.CPU,
    aspect=Aspect.SATURATION,
    needs=("cpu.switch_rate_per_cpu",),
    limits=Limits,
)
def context_switches(case: Case, limits: Limits) -> Iterator[Found]:
    """Processes hand the CPU to each other very often, and get little done in between.

    Why it matters: each switch costs a microsecond or more and cold caches. Above some ten
    thousand a second on each CPU it is the handing over that uses the CPU, not the work.

    What to do: look at what the processes say to each other (`strace -c -f -p PID`, `perf sched`).
    Send more in one go, put a queue between them, or let one thread do both parts.
    """
    rate, each = case.one("cpu.switch_rate"), case.one("cpu.switch_rate_per_cpu")
    if rate is None or each is None:
        return
    group = _partners(case)
    own = sum(one.voluntary_per_s or 0.0 for one in group)
    stands_out = own >= limits.of_group and own >= limits.group_share * rate.number
    if each.number < limits.per_cpu and not stands_out:
        return
    named = own >= limits.group_share / 2 * rate.number
    yield _found(case, group if named else [], own, (rate, each), limits, stands_out=stands_out)


def _partners(case: Case) -> list[ProcessUse]:
    """Find the processes that switch most, and who hands over to them about as often."""
    group = of.heaviest(case, _switches)
    if not group:
        return []
    most = _switches(group[0])
    inside = {one.pid for one in group}
    family = {one.now.ppid for one in group} | inside
    return group + [
        one
        for one in of.workers(case)
        if one.pid not in inside
        and (one.pid in family or one.now.ppid in inside or one.now.comm == group[0].now.comm)
        and abs(_switches(one) - most) <= ALIKE * most
    ]


def _switches(use: ProcessUse) -> float:
    return use.voluntary_per_s or 0.0


def _found(
    case: Case,
    group: list[ProcessUse],
    own: float,
    rates: tuple[Evidence, Evidence],
    limits: Limits,
    *,
    stands_out: bool,
) -> Found:
    rate, each = rates
    told: list[Evidence] = [each, rate]
    too_many = each.number >= limits.per_cpu
    title = text(
        "The CPUs switch between tasks {rate:mean} times a second, {each:mean} on each",
        rate=rate.number,
        each=each.number,
    )
    description = text("Who does it could not be seen: no process stands out.")
    if group:
        # what crossed its limit comes first
        told.insert(2 if too_many else 0, of.told("group.switches", own, group[0], "status"))
        title = text(
            "{name} hands the CPU over {own:mean} times a second: the host makes {rate:mean} "
            "context switches",
            name=group[0].now.comm,
            own=own,
            rate=rate.number,
        )
        description = text(
            "{number:count} {number:process|processes} named {name} gave the CPU away {own:mean} "
            "times a second to wait for something short, such as a byte in a pipe: {each:mean} "
            "switches on each CPU.",
            number=float(len(group)),
            name=group[0].now.comm,
            own=own,
            each=each.number,
        )
    return Found(
        severity=Severity.MEDIUM if stands_out else Severity.LOW,
        harm=Harm.WASTE,
        title=title,
        description=description,
        recommendation=text(
            "See what they wait for (strace -c -f -p PID, perf sched timehist). Send more in one"
            " go, or let one thread do both parts."
        ),
        culprit=of.entity(case, group, own / rate.number if rate.number else None)
        if group
        else None,
        evidence=tuple(told),
        threshold=limits.per_cpu if too_many else limits.of_group,
        confidence=88 if stands_out else 60,
    )
