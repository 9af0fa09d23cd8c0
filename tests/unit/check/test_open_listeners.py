from hexascope.check.checks.open_listeners import open_listeners
from hexascope.domain.use import Severity
from hexascope.words.catalogue import render
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


def test_a_port_whose_owner_is_unknown_is_not_said_to_accept_at_itself() -> None:
    [finding] = findings(
        open_listeners,
        case(
            fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="ESTABLISHED"),
            sock(state="LISTEN", local="0.0.0.0:80", owner_pid=0),
        ),
    )

    assert finding.culprit
    assert finding.culprit.name == "port 80"
    assert render(finding.title).startswith("An unknown program accepts connections")


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
