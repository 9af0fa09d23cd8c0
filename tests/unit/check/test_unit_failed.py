from hexascope.check.checks.unit_failed import unit_failed
from hexascope.domain.case import Case
from hexascope.domain.rows import ServiceUnit
from hexascope.domain.use import Harm, Severity, When
from hexascope.words.catalogue import render
from tests.support.cases import case, fact, findings


def unit(active: str = "active", sub: str = "running", restarts: int = 0) -> ServiceUnit:
    return ServiceUnit("shop.service", active, sub, "exit-code", restarts, 1.0, 0)


def host(before: ServiceUnit, after: ServiceUnit) -> Case:
    return case(fact("unit.count", 40.0), first=[before], last=[after])


def test_a_unit_that_failed_in_the_window_is_high() -> None:
    [finding] = findings(unit_failed, host(unit(), unit("failed", "failed")))

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.FAILING)
    assert finding.culprit is not None
    assert finding.culprit.name == "shop.service"


def test_a_unit_that_failed_before_is_past() -> None:
    failed = unit("failed", "failed")

    [finding] = findings(unit_failed, host(failed, failed))

    assert finding.when is When.PAST
    assert finding.severity is Severity.INFO


def test_a_unit_that_is_started_again_is_high() -> None:
    [grown] = findings(unit_failed, host(unit(restarts=3), unit(restarts=5)))
    [between] = findings(unit_failed, host(unit(), unit("activating", "auto-restart")))

    assert grown.severity is Severity.HIGH
    assert between.severity is Severity.HIGH
    assert "2 times in the window" in render(grown.description)
    assert "waits to start it again" in render(between.description)


def test_a_unit_is_placed_by_its_control_group_also_when_that_is_gone() -> None:
    before = unit()._replace(cgroup="/system.slice/shop.service")

    [finding] = findings(unit_failed, host(before, unit("failed", "failed")))

    assert finding.culprit is not None
    assert finding.culprit.path == "/system.slice/shop.service"


def test_a_unit_that_was_restarted_long_ago_is_healthy() -> None:
    assert findings(unit_failed, host(unit(restarts=5), unit(restarts=5))) == []
