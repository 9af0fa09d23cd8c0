from hexascope.check.checks.stalled_socket import stalled_socket
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER, sock


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(
        stalled_socket,
        case(
            fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="ESTABLISHED"),
            sock(timer=1, backoff=3, send_queue=9000),
        ),
    )

    assert finding.own_severity is Severity.MEDIUM
    assert finding.culprit
    assert finding.culprit.name == "10.0.0.2"


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            stalled_socket,
            case(
                fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="ESTABLISHED"),
                sock(timer=1, backoff=2, send_queue=9000),
                sock(timer=4, backoff=9),
            ),
        )
        == []
    )


def test_what_no_program_holds_any_more_lets_nobody_wait() -> None:
    count = fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="FIN_WAIT1")
    orphan = sock(timer=1, backoff=9, send_queue=9000, state="FIN_WAIT1", inode=0)

    assert findings(stalled_socket, case(count, orphan)) == []
