"""Messages of the kernel taken apart, from bytes made by hand."""

import socket
import struct

from hypothesis import given
from hypothesis import strategies as some

from hexascope.collect.calls.netlink import link_row, socket_row
from hexascope.collect.calls.netlink_wire import attributes, messages, whole, word


def attribute(kind: int, data: bytes) -> bytes:
    padding = -len(data) % 4
    return struct.pack("=HH", 4 + len(data), kind) + data + b"\0" * padding


def test_a_link_tells_its_name_kind_carrier_and_counters() -> None:
    numbers = [0] * 24
    numbers[2], numbers[6] = 12_345, 7
    body = struct.pack("=BxHiII", 0, 1, 4, 0x1, 0)
    body += attribute(3, b"eth0\0") + attribute(18, attribute(1, b"veth\0"))
    body += attribute(33, b"\0") + attribute(35, struct.pack("=I", 3))
    body += attribute(23, struct.pack("=24Q", *numbers))

    index, row = link_row(body)

    assert index == 4
    assert (row["name"], row["kind"], row["up"]) == ("eth0", "veth", True)
    assert (row["carrier"], row["carrier_changes"]) == (False, 3)
    assert (row["received_bytes"], row["received_dropped"]) == (12_345, 7)


def test_a_link_that_is_set_down_has_no_carrier_to_tell_of() -> None:
    body = struct.pack("=BxHiII", 0, 1, 4, 0, 0) + attribute(33, b"\0")

    _, row = link_row(body)

    assert row["carrier"] is None


def diagnosed(state: int, received: int = 0, sending: int = 0, retransmits: int = 0) -> bytes:
    ports = struct.pack(">HH", 7411, 0)
    address = socket.inet_aton("127.0.0.1") + b"\0" * 12
    numbers = struct.pack("=5I", 0, received, sending, 0, 33)
    return bytes((2, state, 1, retransmits)) + ports + address * 2 + b"\0" * 12 + numbers


def test_a_listener_tells_its_queue_and_its_backlog() -> None:
    row = socket_row(diagnosed(10, received=2, sending=1))

    assert isinstance(row, dict)
    assert (row["local"], row["state"]) == ("127.0.0.1:7411", "LISTEN")
    assert (row["receive_queue"], row["send_queue"], row["inode"]) == (2, 1, 33)


def test_a_socket_without_trouble_is_left_out() -> None:
    assert socket_row(diagnosed(1)) is None
    assert socket_row(diagnosed(1, retransmits=3)) is not None


@given(some.binary(max_size=200))
def test_truncated_messages_end_the_dump_and_never_the_look(data: bytes) -> None:
    list(messages(data))
    for value in attributes(data).values():
        word(value)
        whole(value)
