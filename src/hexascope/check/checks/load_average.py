"""The load average, with what ran and what waited for disks told apart."""

from collections.abc import Iterator

from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of load_average."""

    per_cpu: float = limit(
        2.0,
        Unit.COUNT,
        "load of the last minute for each CPU",
        source="Netdata has 8 over one minute, 2 over fifteen",
        window="one minute",
    )


@check(
    resource=Resource.CPU,
    aspect=Aspect.SATURATION,
    needs=("load.average", "cpu.count"),
    limits=Limits,
)
def load_average(case: Case, limits: Limits) -> Iterator[Found]:
    """The load average is high: tasks ran, stood ready, or waited for a disk.

    Why it matters: it is the first number that people look at, and it mixes two things. Tasks that
    wait for a disk or a file server raise it while the CPUs are idle.

    What to do: see which of the two it is. Ready to run: look at the CPU findings. Blocked: look
    at the disks and at network file systems.
    """
    load = case.one("load.average", minutes="1")
    cpus = case.number("cpu.count") or 0.0
    if load is None or cpus < 1 or load.number < limits.per_cpu * cpus:
        return
    running, blocked = case.one("load.running"), case.one("load.blocked")
    if running is None or blocked is None:
        return
    yield Found(
        severity=Severity.INFO,
        harm=Harm.BUSY,
        title=text("The load average of the last minute is {load:number}", load=load.number),
        description=text(
            "In the window {running:mean} {running:task was|tasks were} ready to run and "
            "{blocked:mean} waited for a block device, on average.",
            running=running.number,
            blocked=blocked.number,
        ),
        recommendation=text(
            "Look at the CPU findings if most were ready to run, and at the disks otherwise."
        ),
        evidence=(load, running, blocked),
        threshold=limits.per_cpu * cpus,
    )
