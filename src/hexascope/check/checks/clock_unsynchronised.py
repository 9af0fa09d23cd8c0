"""The clock is not in step although a time daemon runs."""

from collections.abc import Iterator

from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

DAEMONS = frozenset(
    ("chronyd", "ntpd", "systemd-timesyn", "systemd-timesyncd", "openntpd", "ntpsec", "ptp4l")
)


@declared
class Limits:
    """Limits of clock_unsynchronised."""

    settled: float = limit(
        1020,
        Unit.SECONDS,
        "time since boot and since the daemon's start that it may need",
        source="Netdata waits for 17 minutes of uptime",
        window="since boot",
    )


@check(
    resource=Resource.TIME,
    aspect=Aspect.ERRORS,
    needs=("clock.synchronised", "host.since_boot", "process.count"),
    limits=Limits,
)
def clock_unsynchronised(case: Case, limits: Limits) -> Iterator[Found]:
    """A time daemon runs, and yet the kernel says that its clock is not kept in step.

    Why it matters: the clock drifts by seconds a day. Certificates, tokens, logs and databases that
    are spread over machines rely on it.

    What to do: see whether the daemon reaches its servers (`chronyc sources`, `timedatectl
    timesync-status`): mostly UDP port 123 is blocked or no name is resolved.
    """
    state, age = case.one("clock.synchronised"), case.one("host.since_boot")
    if state is None or age is None or state.number >= 1 or age.number < limits.settled:
        return
    for use in of.workers(case):
        if use.now.comm in DAEMONS and age.number - use.now.start_s >= limits.settled:
            yield Found(
                severity=Severity.LOW,
                harm=Harm.BUSY,
                title=text("{name} runs, but the clock is not synchronised", name=use.now.comm),
                description=text(
                    "The kernel's clock is marked as not in step, {age:seconds} after boot.",
                    age=age.number,
                ),
                recommendation=text(
                    "See whether it reaches its servers: chronyc sources, timedatectl."
                ),
                proposals=(proposal("sync_clock"),),
                culprit=of.entity(case, [use]),
                evidence=(state, age),
                confidence=80,
            )
            return
