from hexascope.check.checks.interface_busy import interface_busy
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import link_use


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(interface_busy, case(fact("interface.count", 2), link_use(send_use=0.95)))

    assert finding.own_severity is Severity.LOW
    assert finding.culprit
    assert finding.culprit.name == "eth0"


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            interface_busy,
            case(fact("interface.count", 2), link_use(send_use=0.89, receive_use=None)),
        )
        == []
    )
