from hexascope.check.checks.ephemeral_ports import ephemeral_ports
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(
        ephemeral_ports, case(fact("socket.port_use", 0.8, namespace=OTHER, remote="10.0.0.2:80"))
    )

    assert finding.own_severity is Severity.HIGH
    assert finding.culprit
    assert finding.culprit.name == OTHER


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            ephemeral_ports,
            case(fact("socket.port_use", 0.79, namespace=OTHER, remote="10.0.0.2:80")),
        )
        == []
    )
