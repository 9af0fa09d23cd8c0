from hexascope.check.checks.syn_flood import syn_flood
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER, sock


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(
        syn_flood,
        case(
            fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="ESTABLISHED"),
            fact("tcp.rate", 50.0, name="TCPReqQFullDoCookies", namespace=OTHER),
            *[sock(state="SYN_RECV", local="10.0.0.1:80")] * 128,
        ),
    )

    assert finding.own_severity is Severity.HIGH
    assert finding.culprit
    assert finding.culprit.name == "port 80"


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            syn_flood,
            case(
                fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="ESTABLISHED"),
                fact("tcp.rate", 50.0, name="TCPReqQFullDoCookies", namespace=OTHER),
                *[sock(state="SYN_RECV", local="10.0.0.1:80")] * 127,
            ),
        )
        == []
    )
