from hexascope.check.checks.udp_drops import udp_drops
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER, program, sock


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(
        udp_drops,
        case(
            fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="ESTABLISHED"),
            program(7, "logd"),
            first=[sock(protocol="udp", local="0.0.0.0:514", drops=10, owner_pid=7)],
            last=[sock(protocol="udp", local="0.0.0.0:514", drops=60, owner_pid=7)],
        ),
    )

    assert finding.own_severity is Severity.MEDIUM
    assert finding.culprit
    assert finding.culprit.name == "logd"


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            udp_drops,
            case(
                fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="ESTABLISHED"),
                first=[sock(protocol="udp", local="0.0.0.0:514", drops=10, owner_pid=7)],
                last=[sock(protocol="udp", local="0.0.0.0:514", drops=59, owner_pid=7)],
            ),
        )
        == []
    )
