from hexascope.check.checks.accept_queue import accept_queue
from hexascope.domain.case import Case
from hexascope.domain.rows import Socket
from hexascope.domain.use import Severity
from hexascope.words.catalogue import render
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER, program, sock


def queue(waiting: int, backlog: int | None, overflows: float = 0.0) -> Case:
    listening = sock(
        local="10.0.0.1:80",
        remote="0.0.0.0:0",
        state="LISTEN",
        receive_queue=waiting,
        backlog=backlog,
        inode=5,
        owner_pid=7,
    )
    return case(
        fact("tcp.rate", overflows, name="ListenOverflows", namespace=OTHER),
        fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="LISTEN"),
        program(7, "slow"),
        program(8, "client"),
        last=[listening, sock(remote="10.0.0.1:80", state="SYN_SENT", inode=6, owner_pid=8)],
    )


def test_a_full_queue_with_overflows_names_the_process_at_the_port_and_its_clients() -> None:
    [finding] = findings(accept_queue, queue(2, 1, overflows=4.4))

    assert finding.severity is Severity.HIGH
    assert finding.culprit
    assert (finding.culprit.name, finding.culprit.key) == ("slow", "port:80")
    assert [one.name for one in finding.victims] == ["client"]


def test_a_full_queue_without_overflows_is_medium() -> None:
    [finding] = findings(accept_queue, queue(128, 128))

    assert finding.severity is Severity.MEDIUM


def test_a_port_whose_owner_is_unknown_is_not_said_to_accept_at_itself() -> None:
    about = queue(128, 128)
    nobody = [one._replace(owner_pid=0) for one in about.window.last.rows(Socket)]

    [finding] = findings(
        accept_queue,
        case(fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="LISTEN"), last=nobody),
    )

    assert finding.culprit
    assert finding.culprit.name == "port 80"
    assert render(finding.title).startswith("Connections at port 80 are accepted too slowly: 128")


def test_a_queue_with_room_is_left_alone_even_when_another_overflowed() -> None:
    assert findings(accept_queue, queue(127, 128, overflows=4.4)) == []
    assert findings(accept_queue, queue(0, 1, overflows=4.4)) == []


def test_without_a_known_backlog_only_overflows_count() -> None:
    assert findings(accept_queue, queue(3, None)) == []
    [finding] = findings(accept_queue, queue(3, None, overflows=1.0))

    assert "backlog" not in finding.title.numbers()
