"""Services that systemd has started again since the time that was asked for."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind, Identity
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ServiceUnit
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit, When


@declared
class Limits:
    """Limits of past_unit_restarts."""

    restarts: float = limit(
        1,
        Unit.COUNT,
        "starts by systemd itself, the last of them since the time that was asked for",
        source="ours: a service that did not end by itself is not started again",
        window="since --since",
    )


@check(
    resource=Resource.PROCESS,
    aspect=Aspect.ERRORS,
    needs=("past.since", "unit.count"),
    limits=Limits,
)
def past_unit_restarts(case: Case, limits: Limits) -> Iterator[Found]:
    """A service ended by itself since the time that was asked for, and was started again.

    Why it matters: whatever it was doing was cut off, and it looks as healthy as before. Nobody
    sees it who looks at what runs now.

    What to do: read its journal of the minutes before it was started again, and compare the times
    with what else was then.
    """
    since, since_boot = case.number("past.since"), case.number("host.since_boot")
    if since is None or since_boot is None:
        return
    asked_s = case.window.last.time - since
    for unit in case.rows(ServiceUnit):
        if unit.restarts < limits.restarts or unit.started_s is None:
            continue
        ago_s = since_boot - unit.started_s
        if case.window.seconds < ago_s <= asked_s:
            yield _found(unit, ago_s, limits)


def _found(unit: ServiceUnit, ago_s: float, limits: Limits) -> Found:
    restarts = float(unit.restarts)
    source = "systemctl show"
    return Found(
        severity=Severity.MEDIUM,
        harm=Harm.FAILING,
        when=When.PAST,
        title=text(
            "The service {unit} was started again {ago:seconds} ago, after it had ended by itself",
            unit=unit.name,
            ago=ago_s,
        ),
        description=text(
            "Its manager has started it again {restarts:count} {restarts:time|times} since it was"
            " loaded.",
            restarts=restarts,
        ),
        recommendation=text(
            "Read what it said before it ended: journalctl -u {unit}. Then look at what else"
            " happened then.",
            unit=unit.name,
        ),
        proposals=(proposal("restart_unit", unit=unit.name),),
        culprit=_named(unit),
        evidence=(
            evidence("past.restarts", restarts, source=source, unit=unit.name),
            evidence("past.started_ago", ago_s, source=source, unit=unit.name),
        ),
        threshold=limits.restarts,
        confidence=90,
        ago_s=ago_s,
    )


def _named(unit: ServiceUnit) -> Entity:
    named = culprits.named(EntityKind.UNIT, unit.name, path=unit.cgroup)
    return Entity(
        kind=named.kind,
        name=named.name,
        path=named.path,
        pid=unit.main_pid or None,
        pids=(unit.main_pid,) if unit.main_pid else (),
        identity=Identity(pid=unit.main_pid or None, unit=unit.name),
    )
