"""CPU saturation: tasks are ready to run, and wait."""

from collections.abc import Iterator

from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

WAITING = "pressure.some_share"
OVER = "cpu.over_share"


@declared
class Limits:
    """Limits of cpu_saturation."""

    waiting_share: float = limit(
        0.20,
        Unit.RATIO,
        "share of the window in which a task waited for a CPU",
        source="fault bench: 'some' pressure above 20 % appeared in hardly any other fault",
    )
    over_share: float = limit(
        0.50,
        Unit.RATIO,
        "share of the looks with more tasks ready to run than CPUs",
        source="the published USE checklist: run queue longer than the number of CPUs",
    )
    delay_share: float = limit(
        0.20,
        Unit.RATIO,
        "share of the window that somebody else waited for a CPU",
        source="checks.md: run_delay",
    )


@check(
    resource=Resource.CPU,
    aspect=Aspect.SATURATION,
    needs=(WAITING, "cpu.over_share"),
    limits=Limits,
)
def cpu_saturation(case: Case, limits: Limits) -> Iterator[Found]:
    """Tasks are ready to run, and wait for a CPU.

    Why it matters: a wait for the CPU adds to the latency of every request, and the load average
    hides it, because that counts tasks that wait for disks as well.

    What to do: find who runs, then lower the load or add CPUs. In a container look at the CPU
    quota first: throttling shows up here too.
    """
    waiting, over = case.one(WAITING, resource="cpu"), case.one(OVER)
    if waiting is None or waiting.number <= limits.waiting_share:
        return
    if over is None or over.number < limits.over_share:
        return
    group = of.heaviest(case)
    victims = of.waiting(of.workers(case), group, limits.delay_share)
    if not victims and (of.niced(group) or _mostly_niced(case)):
        return
    yield _found(case, group, victims, (waiting, over), limits)


def _mostly_niced(case: Case) -> bool:
    """Say whether most of the CPU time went to work that gives way on purpose."""
    nice = case.number("cpu.mode_share", cpu="all", mode="nice") or 0.0
    return nice > (case.number("cpu.mode_share", cpu="all", mode="user") or 0.0)


def _found(
    case: Case,
    group: list[ProcessUse],
    victims: list[ProcessUse],
    pressure: tuple[Evidence, Evidence],
    limits: Limits,
) -> Found:
    waiting, over = pressure
    cpus = max(float(case.host.cpus), case.number("cpu.count") or 0.0, 1.0)
    used = sum(one.cpu_share for one in group)
    told = [waiting, over]
    if group:
        told.append(of.told("group.cpu_share", used, group[0]))
    told += [
        of.told("process.run_delay_share", one.run_delay_share or 0.0, one) for one in victims[:3]
    ]
    return Found(
        severity=Severity.HIGH if victims else Severity.MEDIUM,
        harm=Harm.WAITING if victims else Harm.BUSY,
        title=_title(group, waiting.number),
        description=_why(group, victims, over.number, used),
        recommendation=_advice(case, group),
        proposals=(
            *((proposal("lower_priority", pid=group[0].pid),) if group else ()),
            proposal("add_cpus"),
        ),
        culprit=of.entity(case, group, used / cpus) if group else None,
        victims=of.victims(case, victims),
        evidence=tuple(told),
        confidence=80 if victims else 75,
        threshold=limits.waiting_share,
    )


def _title(group: list[ProcessUse], share: float) -> Text:
    if not group:
        return text("Tasks waited for a CPU {share:percent} of the time", share=share)
    if len(group) == 1:
        return text(
            "Tasks waited for a CPU {share:percent} of the time, mostly because of {name}",
            share=share,
            name=group[0].now.comm,
        )
    return text(
        "Tasks waited for a CPU {share:percent} of the time: {number:count} processes named {name}"
        " share the CPUs",
        share=share,
        number=float(len(group)),
        name=group[0].now.comm,
    )


def _why(group: list[ProcessUse], victims: list[ProcessUse], over: float, used: float) -> Text:
    if not group:
        return text(
            "{over:percent} of the looks found more tasks ready to run than there are CPUs; who"
            " they were could not be seen.",
            over=over,
        )
    if not victims:
        return text(
            "{over:percent} of the looks found more tasks ready to run than there are CPUs. {name}"
            " used {used:percent} of a CPU; nobody else is seen to suffer.",
            over=over,
            name=group[0].now.comm,
            used=used,
        )
    return text(
        "{over:percent} of the looks found more tasks ready to run than there are CPUs. {name} used"
        " {used:percent} of a CPU, while {victim} stood ready {delay:percent} of the time.",
        over=over,
        name=group[0].now.comm,
        used=used,
        victim=victims[0].now.comm,
        delay=victims[0].run_delay_share or 0.0,
    )


def _advice(case: Case, group: list[ProcessUse]) -> Text:
    if not case.has("process.count"):
        return text(
            "Who ran then is not told: see what was due at that time (systemctl list-timers,"
            " crontabs), and keep examinations (hexascope examine --watch 5m) for the next time."
        )
    if not group:
        return text(
            "Run as root to see who runs (top, pidstat 1), then lower the load or add CPUs."
        )
    return text(
        "See whether {name} (pid {pid}) should run now. If so, let it give way (renice 10 -p"
        " {pid}), give it a CPU weight, or add CPUs; if not, stop it.",
        name=group[0].now.comm,
        pid=str(group[0].pid),
    )
