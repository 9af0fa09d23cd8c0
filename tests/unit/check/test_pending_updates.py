from hexascope.check.checks.pending_updates import pending_updates
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings


def test_security_updates_and_a_due_restart_are_information() -> None:
    about = case(fact("update.security", 3.0), fact("update.restart_required", 1.0))

    found = findings(pending_updates, about)

    assert len(found) == 2
    assert {one.severity for one in found} == {Severity.INFO}


def test_a_host_that_is_up_to_date_is_healthy() -> None:
    about = case(fact("update.security", 0.0), fact("update.restart_required", 0.0))

    assert findings(pending_updates, about) == []
