"""Kernel time: the CPUs work for the kernel more than for programs."""

from collections.abc import Iterator

from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of kernel_time."""

    share: float = limit(
        0.30, Unit.RATIO, "share of the CPUs' time spent in the kernel", source="checks.md"
    )
    low_share: float = limit(
        0.50,
        Unit.RATIO,
        "share of the CPUs' time in the kernel from which on, with waits, it is low",
        source="ours: proxies and file servers live at 30 to 50 %",
    )
    waiting_share: float = limit(
        0.20,
        Unit.RATIO,
        "share of the window in which a task waited for a CPU",
        source="fault bench",
    )


@check(resource=Resource.CPU, aspect=Aspect.UTILIZATION, needs=("cpu.mode_share",), limits=Limits)
def kernel_time(case: Case, limits: Limits) -> Iterator[Found]:
    """The CPUs spend much of their time in the kernel, on behalf of a program.

    Why it matters: system calls, page faults, packets and locks use CPU that the program's own
    profile does not show.

    What to do: see what the named process asks for (`strace -c -p PID`, `perf top -p PID`): many
    small reads, memory that is given back and taken again, or a lock that all want.
    """
    system = case.one("cpu.mode_share", cpu="all", mode="system")
    if system is None or system.number < limits.share:
        return
    group = of.heaviest(case, lambda one: one.system_share)
    own = sum(one.system_share for one in group)
    waits = (case.number("pressure.some_share", resource="cpu") or 0.0) > limits.waiting_share
    low = system.number >= limits.low_share and waits
    yield Found(
        severity=Severity.LOW if low else Severity.INFO,
        harm=Harm.BUSY,
        title=text(
            "The CPUs spend {share:percent} of their time in the kernel", share=system.number
        ),
        description=text(
            "{name} causes most of it: {own:percent} of a CPU.", name=group[0].now.comm, own=own
        )
        if group
        else text("No process stands out: it may be the kernel's own work."),
        recommendation=text(
            "See what it asks the kernel for: strace -c -p PID, or perf top -p PID."
        ),
        culprit=of.entity(case, group, own / max(case.host.cpus, 1)) if group else None,
        evidence=(
            system,
            *((of.told("process.system_share", own, group[0]),) if group else ()),
        ),
        confidence=70,
        threshold=limits.share,
    )
