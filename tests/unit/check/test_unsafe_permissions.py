import pytest

from hexascope.check.checks.unsafe_permissions import unsafe_permissions
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings


@pytest.mark.parametrize("mode", ["0777", "1777", "0666"])
def test_a_place_of_root_that_anybody_may_write_to_is_told(mode: str) -> None:
    about = case(fact("permission.mode", f"{mode} folder of 0", path="/etc/cron.d"))

    [finding] = findings(unsafe_permissions, about)
    [strict] = findings(unsafe_permissions, about, strict=True)

    assert finding.severity is Severity.INFO
    assert strict.severity is Severity.MEDIUM
    assert finding.culprit is not None
    assert finding.culprit.path == "/etc/cron.d"


@pytest.mark.parametrize("mode", ["0755", "2775", "0644"])
def test_ordinary_permissions_are_healthy(mode: str) -> None:
    about = case(fact("permission.mode", f"{mode} folder of 0", path="/etc/cron.d"))

    assert findings(unsafe_permissions, about) == []
