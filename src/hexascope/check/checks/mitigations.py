"""Mitigations: known weaknesses of the CPU, open or paid for in time."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

HEAVY = ("PTI", "IBRS", "Retpolines", "Clear CPU buffers", "Safe RET", "untrained return thunk")


@declared
class Limits:
    """Limits of mitigations."""

    calls: float = limit(
        100_000,
        Unit.PER_SECOND,
        "system calls a second from which on mitigations cost much",
        source="checks.md; only reads and writes can be counted without a trace",
    )


@check(
    resource=Resource.SECURITY,
    aspect=Aspect.SECURITY,
    needs=("hardware.vulnerability",),
    limits=Limits,
)
def mitigations(case: Case, limits: Limits) -> Iterator[Found]:
    """The CPU has a known weakness that nothing mitigates, or mitigations cost much time.

    Why it matters: through an open one a program or a guest may read what is not its own. A
    mitigated one costs time on each system call, which matters to programs with many of them.

    What to do: install the newest microcode and kernel, and take mitigations=off away. Where they
    cost much, make fewer and bigger system calls rather than switch them off.
    """
    said = [one for one in case.of("hardware.vulnerability") if isinstance(one.value, str)]
    bare = [one for one in said if str(one.value).startswith("Vulnerable")]
    count = case.one("hardware.vulnerable_count")
    if bare and count is not None:
        yield _open(bare, count)
    heavy = [one for one in said if any(word in str(one.value) for word in HEAVY)]
    calls = sum(
        (one.read_calls_per_s or 0.0) + (one.write_calls_per_s or 0.0) for one in of.workers(case)
    )
    if heavy and calls >= limits.calls:
        told = evidence("group.calls", calls, source="/proc/PID/io", window_s=case.window.seconds)
        group = of.heaviest(
            case, lambda one: (one.read_calls_per_s or 0.0) + (one.write_calls_per_s or 0.0)
        )
        yield Found(
            severity=Severity.INFO,
            harm=Harm.BUSY,
            aspect=Aspect.COST,
            title=text("Mitigations cost time on {calls:mean} system calls a second", calls=calls),
            description=text("Each read and write pays for {name}.", name=heavy[0].label("name")),
            recommendation=text("Make fewer and bigger system calls; keep the mitigations."),
            culprit=of.entity(case, group) if group else None,
            evidence=(told, *heavy[:3]),
            threshold=limits.calls,
            confidence=50,
        )


def _open(bare: list[Evidence], count: Evidence) -> Found:
    return Found(
        severity=Severity.MEDIUM,
        harm=Harm.NONE,
        standing=True,
        title=text(
            "Nothing mitigates {count:count} known {count:weakness|weaknesses} of the CPU",
            count=count.number,
        ),
        description=text(
            "The kernel says so of {names}.", names=", ".join(one.label("name") for one in bare[:6])
        ),
        recommendation=text(
            "Install the newest microcode and kernel; in a virtual machine that is up to its host."
        ),
        proposals=(proposal("enable_mitigation"),),
        culprit=culprits.named(EntityKind.DEVICE, "cpu"),
        evidence=(count, *bare[:6]),
        confidence=90,
    )
