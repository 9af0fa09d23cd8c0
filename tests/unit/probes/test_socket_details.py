"""Socket details: the worst connections of a process, and what holds them up."""

import struct

import pytest

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probes.socket_details import MOST_CONNECTIONS, socket_details, wanted
from hexascope.collect.probing.calls.sockets import detail
from hexascope.domain.entity import EntityKind
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Resource, Status
from tests.support.cases import case
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed, measured


def row(port: int, **fields: Json) -> dict[str, Json]:
    told: dict[str, Json] = {
        "local": f"10.0.0.1:{port}",
        "remote": "10.0.0.2:443",
        "rtt_us": 20_000,
        "window": 10,
        "send_queue": 0,
        "receive_queue": 0,
        "retransmitted": 0,
        "segments_out": 100,
        "busy_us": 1000,
        "peer_limited_us": 0,
        "buffer_limited_us": 0,
        "pacing_rate": 2**64 - 1,
    }
    return {**told, **fields}


def values(*rows: Json, port: int = 1) -> dict[str, float | str]:
    host = ScriptedHost(calls={"socket_details 7": list(rows)})
    return {
        one.family.partition(".")[2]: one.value
        for one in measured(socket_details, host, 7)
        if isinstance(one, Reading) and dict(one.labels)["local"] == f"10.0.0.1:{port}"
    }


def test_what_the_kernel_knows_of_a_connection_is_evidence() -> None:
    held = row(1, peer_limited_us=750, retransmitted=5, send_queue=4096, pacing_rate=1000)

    assert values(held) == {
        "rtt": 0.02,
        "congestion_window": 10,
        "send_queue": 4096,
        "receive_queue": 0,
        "retransmitted_share": 0.05,
        "peer_limited_share": 0.75,
        "buffer_limited_share": 0.0,
        "pacing_rate": 1000,
    }


def test_what_the_kernel_does_not_tell_is_not_zero() -> None:
    young = values(row(1, busy_us=0, segments_out=19))

    assert "peer_limited_share" not in young
    assert "retransmitted_share" not in young
    assert "pacing_rate" not in young


def test_the_worst_connections_are_told_and_not_all() -> None:
    rows: list[Json] = [row(port) for port in range(1, 50)]
    rows[30] = row(31, send_queue=100_000)

    assert values(*rows, port=31)["send_queue"] == 100_000
    host = ScriptedHost(calls={"socket_details": rows})
    told = {
        dict(one.labels)["local"]
        for one in measured(socket_details, host, 7)
        if isinstance(one, Reading)
    }
    assert len(told) == MOST_CONNECTIONS


def test_without_the_right_there_is_a_reason() -> None:
    denied = NotHere(Status.NO_PERMISSION, "socket_details(7): Permission denied")
    with pytest.raises(NotHere, match="denied"):
        measured(socket_details, ScriptedHost(calls={"socket_details": denied}), 7)


@pytest.mark.parametrize("answer", [7, [{"local": "x"}], [row(1, rtt_us="fast")]])
def test_nonsense_is_no_connection(answer: Json) -> None:
    with pytest.raises((TypeError, KeyError)):
        measured(socket_details, ScriptedHost(calls={"socket_details": answer}), 7)


def test_a_message_of_the_kernel_is_taken_apart() -> None:
    head = bytes((2, 1, 0, 0)) + struct.pack(">HH", 5432, 40000)
    head += bytes((10, 0, 0, 1)) + bytes(12) + bytes((10, 0, 0, 2)) + bytes(12) + bytes(12)
    head += struct.pack("=5I", 0, 11, 22, 1000, 77)
    info = bytearray(192)
    for place, value in ((68, 1500), (80, 12), (100, 3), (136, 50)):
        struct.pack_into("=I", info, place, value)
    struct.pack_into("=Q", info, 176, 900)
    whole = head + struct.pack("=HH", 4 + len(info), 2) + bytes(info)
    told = detail(whole)

    assert told is not None
    assert (told["local"], told["remote"]) == ("10.0.0.1:5432", "10.0.0.2:40000")
    assert (told["rtt_us"], told["window"], told["retransmitted"]) == (1500, 12, 3)
    assert (told["receive_queue"], told["send_queue"], told["inode"]) == (11, 22, 77)
    assert told["peer_limited_us"] == 900
    assert detail(whole[:100]) is None
    assert detail(b"") is None
    old = detail(head + struct.pack("=HH", 4 + 104, 2) + bytes(info[:104]))
    assert old is not None
    assert "peer_limited_us" not in old


def test_whom_network_findings_blame_is_wanted() -> None:
    who = entity(EntityKind.PROCESS, "worker", 7)
    network = blamed(who, "zero_window", resource=Resource.NETWORK)

    assert [one.pids for one in wanted(case(findings=(network,)))] == [(7,)]
    assert list(wanted(case(findings=(blamed(who, resource=Resource.CPU),)))) == []
