import pytest

from hexascope.check.checks.disk_worn import disk_worn
from hexascope.domain.finding import Finding
from hexascope.domain.rows import BlockDevice
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings


def found(warning: float, used: float, *, strict: bool = False) -> list[Finding]:
    about = case(
        fact("disk.critical_warning", warning, device="nvme0"),
        fact("disk.life_used", used, device="nvme0"),
        last=[
            BlockDevice("nvme0n1", "259:0", "nvme"),
            BlockDevice("nvme01n1", "259:9", "nvme"),
            BlockDevice("nvme1n1", "259:5", "nvme"),
        ],
    )
    return findings(disk_worn, about, strict=strict)


@pytest.mark.parametrize("bits", [1, 4, 8, 12])
def test_a_drive_that_warns_of_itself_is_high(bits: float) -> None:
    [finding] = found(bits, 1.2)

    assert finding.severity is Severity.HIGH


def test_heat_is_not_wear() -> None:
    assert found(2, 0.1) == []


def test_a_worn_drive_is_a_standing_condition() -> None:
    assert found(0, 0.89) == []
    [finding] = found(0, 0.90)
    assert finding.severity is Severity.INFO
    [strict] = found(0, 0.90, strict=True)
    assert strict.severity is Severity.LOW


@pytest.mark.parametrize(("bits", "used"), [(4, 0.1), (0, 0.95)])
def test_the_devices_of_the_drive_suffer_so_that_their_errors_are_explained(
    bits: float, used: float
) -> None:
    [finding] = found(bits, used)

    assert [(one.name, one.key) for one in finding.victims] == [("nvme0n1", "259:0")]
