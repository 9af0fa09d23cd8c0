from hypothesis import given
from hypothesis import strategies as some

from hexascope.collect.collectors.sockets import sockets
from hexascope.collect.contract import Json, Look, LookKind
from hexascope.collect.look import glance
from hexascope.domain.rows import Socket
from tests.support.host import TextHost, snapshot

SPACES: Json = {"own": "net:[1]", "rows": [["net:[1]", 10, 5]], "total": 1}
HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt\n"
LISTEN = "   0: 0100007F:1CF3 00000000:0000 0A 00000000:00000002 00:00000000 00000000  0 0 33 1 0\n"
WAIT = "   1: 0100007F:9C40 0100007F:1CF3 06 00000000:00000000 03:00000000 00000000  0 0 0 3 0\n"
STUCK = "   2: 0100007F:9C41 0100007F:1CF3 01 00002710:00000000 01:00000000 00000005  0 0 44 1 0\n"
QUERY = "   3: 0100007F:9C42 3500000A:0035 01 00000000:00000000 00:0 00000000  0 0 55 2 0 9\n"


def host(**files: str) -> TextHost:
    return TextHost(
        {f"/proc/10/net/{name}": text for name, text in files.items()},
        calls={
            "namespaces": SPACES,
            "sock_diag": [
                {
                    "local": "127.0.0.1:7411",
                    "remote": "0.0.0.0:0",
                    "state": "LISTEN",
                    "receive_queue": 2,
                    "send_queue": 1,
                    "inode": 33,
                    "uid": 0,
                    "drops": 56,
                }
            ],
            "socket_owners": {"33": 4242, "55": 4343},
        },
    )


def test_listeners_have_their_backlog_and_their_owner() -> None:
    seen = snapshot(host(tcp=HEAD + LISTEN + WAIT), sockets)

    [row] = seen.rows(Socket)
    assert (row.local, row.state, row.receive_queue) == ("127.0.0.1:7411", "LISTEN", 2)
    assert (row.backlog, row.drops, row.owner_pid) == (1, 56, 4242)


def test_closed_connections_are_counted_by_destination_and_keep_no_row() -> None:
    seen = snapshot(host(tcp=HEAD + WAIT * 3), sockets)

    where = {"namespace": "net:[1]"}
    assert seen.number("socket.time_wait", remote="127.0.0.1:7411", **where) == 3
    assert seen.number("socket.count", protocol="tcp", state="TIME_WAIT", **where) == 3
    assert seen.rows(Socket) == ()


def test_retransmissions_and_timers_are_read_without_netlink() -> None:
    [row] = snapshot(host(tcp=HEAD + STUCK), sockets).rows(Socket)

    assert (row.send_queue, row.retransmits, row.timer) == (10_000, 5, 1)


def test_light_looks_follow_questions_to_name_servers_with_their_owner() -> None:
    at = Look(kind=LookKind.LIGHT, number=1, at=1.0, time=1.0, files=host(udp=HEAD + QUERY))

    pulse = glance(at, {"sockets": sockets}, ("sockets",))

    rows = {row.remote: row for row in pulse.rows(Socket)}
    assert rows["10.0.0.53:53"].owner_pid == 4343
    assert rows["0.0.0.0:0"].receive_queue == 2


def test_a_quiet_namespace_is_measured_with_zero() -> None:
    seen = snapshot(host(tcp=HEAD), sockets)

    assert [reading.value for reading in seen.of("socket.count")] == [0]


@given(some.text())
def test_no_table_ends_the_look(text: str) -> None:
    snapshot(host(tcp=HEAD + text, udp=text), sockets)
