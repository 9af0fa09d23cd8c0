from hexascope.check.checks.zero_window import zero_window
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER, sock


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(
        zero_window,
        case(
            fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="ESTABLISHED"),
            first=[sock(timer=4, send_queue=500)],
            last=[sock(timer=4, send_queue=500)],
        ),
    )

    assert finding.own_severity is Severity.MEDIUM
    assert finding.culprit
    assert finding.culprit.name == "10.0.0.2:80"


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            zero_window,
            case(
                fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="ESTABLISHED"),
                first=[sock(timer=4, send_queue=400)],
                last=[sock(timer=4, send_queue=500)],
            ),
        )
        == []
    )
