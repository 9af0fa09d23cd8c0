"""Service units that failed, or that are started again and again."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind, Identity
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ServiceUnit
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit, When


@declared
class Limits:
    """Limits of unit_failed."""

    restarts: float = limit(
        1, Unit.COUNT, "restarts of a unit by the service manager", source="ours: none is normal"
    )


@check(resource=Resource.PROCESS, aspect=Aspect.ERRORS, needs=("unit.count",), limits=Limits)
def unit_failed(case: Case, limits: Limits) -> Iterator[Found]:
    """A service has failed, or its manager starts it again and again.

    Why it matters: what the service was to do is not done. One that is restarted each few seconds
    looks active in most looks, and serves nobody.

    What to do: read what it said last (`journalctl -u UNIT -n 50`) and the result of its last run
    (`systemctl status UNIT`); after the repair `systemctl reset-failed UNIT`.
    """
    before = {one.name: one for one in case.window.first.rows(ServiceUnit)}
    for unit in case.rows(ServiceUnit):
        earlier = before.get(unit.name)
        restarts = float(max(unit.restarts - earlier.restarts, 0)) if earlier else 0.0
        if not unit.cgroup and earlier:  # systemd removes the group of a unit that has ended
            unit = unit._replace(cgroup=earlier.cgroup)  # noqa: PLW2901 - the same unit
        if restarts >= limits.restarts or unit.sub == "auto-restart":
            yield _restarting(case, unit, restarts, limits)
        elif unit.active == "failed":
            yield _failed(case, unit, fresh=earlier is not None and earlier.active != "failed")


def _restarting(case: Case, unit: ServiceUnit, restarts: float, limits: Limits) -> Found:
    return Found(
        severity=Severity.HIGH,
        harm=Harm.FAILING,
        title=text("The service {unit} fails and is started again", unit=unit.name),
        description=text(
            "Its manager waits to start it again; its last run ended with the result '{result}'.",
            result=unit.result or "unknown",
        )
        if not restarts
        else text(
            "Its manager started it again {restarts:count} {restarts:time|times} in the window; "
            "its last run ended with the result '{result}'.",
            restarts=restarts,
            result=unit.result or "unknown",
        ),
        recommendation=text(
            "Read what it said last: journalctl -u {unit} -n 50. Repair that; starting it again"
            " does not help.",
            unit=unit.name,
        ),
        proposals=(proposal("restart_unit", unit=unit.name),),
        culprit=_unit(unit),
        evidence=(_told(case, "unit.restarts", restarts, unit), _state(case, unit)),
        threshold=limits.restarts if restarts >= limits.restarts else None,
        confidence=90,
    )


def _failed(case: Case, unit: ServiceUnit, *, fresh: bool) -> Found:
    return Found(
        severity=Severity.HIGH if fresh else Severity.LOW,
        harm=Harm.FAILING,
        when=When.NOW if fresh else When.PAST,
        title=text("The service {unit} has failed", unit=unit.name),
        description=text(
            "Its manager has given it up; its last run ended with the result '{result}'.",
            result=unit.result or "unknown",
        ),
        recommendation=text(
            "Read what it said last: journalctl -u {unit} -n 50; then start it again, or disable it"
            " if nobody misses it.",
            unit=unit.name,
        ),
        proposals=(proposal("restart_unit", unit=unit.name),),
        culprit=_unit(unit),
        evidence=(_state(case, unit),),
        confidence=90,
    )


def _unit(unit: ServiceUnit) -> Entity:
    named = culprits.named(EntityKind.UNIT, unit.name)
    return Entity(
        kind=named.kind,
        name=named.name,
        pid=unit.main_pid or None,
        pids=(unit.main_pid,) if unit.main_pid else (),
        path=unit.cgroup,
        identity=Identity(pid=unit.main_pid or None, unit=unit.name),
    )


def _state(case: Case, unit: ServiceUnit) -> Evidence:
    return _told(case, "unit.state", f"{unit.active}/{unit.sub}: {unit.result}", unit)


def _told(case: Case, family: str, value: float | str, unit: ServiceUnit) -> Evidence:
    return evidence(family, value, source="systemd", window_s=case.window.seconds, unit=unit.name)
