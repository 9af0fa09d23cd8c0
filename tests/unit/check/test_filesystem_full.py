import pytest

from hexascope.check.checks.filesystem_full import filesystem_full
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Finding
from hexascope.domain.use import Aspect, Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.storage import mount, opened


def host(used: float, left: float, *rows: object, size: int = 60 * 2**20) -> Case:
    uses = [one for one in rows if type(one).__name__ == "ProcessUse"]
    return case(
        fact("filesystem.used_share", used, mount="/data"),
        fact("filesystem.available", left, mount="/data"),
        *uses,
        last=[mount(size_bytes=size), *(one for one in rows if one not in uses)],
    )


def found(about: Case) -> list[Finding]:
    return findings(filesystem_full, about)


FAILING = use(process(pid=7, comm="logger"), write_calls_per_s=10.0, written_chars_per_s=9.0)
WORKING = use(process(pid=8, comm="other"), write_calls_per_s=90.0, written_chars_per_s=9e4)


def test_who_tries_to_write_to_a_full_filesystem_is_the_culprit() -> None:
    [finding] = found(host(1.0, 0, WORKING, FAILING, opened(7), opened(8)))

    assert finding.culprit is not None
    assert finding.culprit.name == "logger"
    assert finding.aspect is Aspect.ERRORS
    assert (finding.severity, finding.harm) == (Severity.CRITICAL, Harm.FAILING)
    assert [one.name for one in finding.victims] == ["/data", "other"]
    assert "ENOSPC" in finding.description.template


def test_who_writes_elsewhere_is_not() -> None:
    [finding] = found(host(1.0, 0, FAILING, opened(7, device_number="8:1")))

    assert finding.culprit is not None
    assert (finding.culprit.kind, finding.culprit.path) == (EntityKind.MOUNT, "/data")
    assert finding.severity is Severity.HIGH


def test_nearly_full_is_utilization() -> None:
    [finding] = found(host(0.951, 4e9))

    assert finding.aspect is Aspect.UTILIZATION
    assert (finding.severity, finding.harm) == (Severity.MEDIUM, Harm.BUSY)


@pytest.mark.parametrize(("used", "left"), [(0.949, 1e6), (0.98, 5e9), (0.5, 1e9)])
def test_a_large_volume_with_room_and_one_below_the_limit_are_fine(
    used: float, left: float
) -> None:
    assert found(host(used, left)) == []


def test_a_tiny_filesystem_that_is_full_on_purpose_is_fine() -> None:
    assert found(host(1.0, 0, size=4096)) == []


def test_a_hundredth_of_a_large_volume_is_room() -> None:
    assert found(host(0.99, 2e11, size=2 * 10**13)) == []
    [nearly] = found(host(0.99, 2e8, size=2 * 10**10))
    [full] = found(host(0.99, 1.99e8, size=2 * 10**10))

    assert (nearly.severity, nearly.harm, nearly.threshold) == (Severity.MEDIUM, Harm.BUSY, 0.95)
    assert (full.severity, full.harm, full.threshold) == (Severity.HIGH, Harm.FAILING, 0.99)


def test_who_writes_seldom_is_no_writer() -> None:
    seldom = use(process(pid=7), write_calls_per_s=0.4)

    [finding] = found(host(1.0, 0, seldom, opened(7)))

    assert finding.culprit is not None
    assert finding.culprit.kind is EntityKind.MOUNT
