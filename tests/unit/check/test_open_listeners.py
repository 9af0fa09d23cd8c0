from hexascope.check.checks.open_listeners import open_listeners
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER, program, sock


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(
        open_listeners,
        case(
            fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="ESTABLISHED"),
            program(7, "web"),
            sock(state="LISTEN", local="0.0.0.0:80", owner_pid=7),
        ),
    )

    assert finding.own_severity is Severity.LOW
    assert finding.culprit
    assert finding.culprit.name == "web"


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            open_listeners,
            case(
                fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="ESTABLISHED"),
                sock(state="LISTEN", local="127.0.0.1:80"),
            ),
        )
        == []
    )
