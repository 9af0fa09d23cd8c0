from hexascope.check.checks.queue_drops import queue_drops
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import link_use


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(queue_drops, case(fact("interface.count", 2), link_use(queue_drops=100)))

    assert finding.own_severity is Severity.MEDIUM
    assert finding.culprit
    assert finding.culprit.name == "eth0"


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            queue_drops,
            case(fact("interface.count", 2), link_use(queue_drops=45), link_use(queue_drops=None)),
        )
        == []
    )
