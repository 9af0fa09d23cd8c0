from hexascope.check.checks.raid_degraded import raid_degraded
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings


def test_an_array_without_a_disk_is_high() -> None:
    about = case(
        fact("raid.count", 1),
        fact("raid.missing_disks", 1, device="md0"),
        fact("raid.failed_disks", 1, device="md0"),
        fact("raid.rebuilt_share", 0.126, device="md0"),
    )

    [finding] = findings(raid_degraded, about)

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.FAILING)
    assert finding.description.numbers() == {"done": 0.126}


def test_a_striped_array_with_a_failed_disk_is_found_too() -> None:
    about = case(fact("raid.count", 1), fact("raid.failed_disks", 1, device="md1"))

    [finding] = findings(raid_degraded, about)

    assert finding.culprit is not None
    assert finding.culprit.name == "md1"


def test_a_whole_array_and_a_monthly_check_are_fine() -> None:
    about = case(
        fact("raid.count", 1),
        fact("raid.missing_disks", 0, device="md0"),
        fact("raid.failed_disks", 0, device="md0"),
        fact("raid.rebuilt_share", 0.5, device="md0"),
    )

    assert findings(raid_degraded, about) == []
