from hypothesis import given
from hypothesis import strategies as some

from hexascope.collect.collectors.interfaces import interfaces
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.rows import Interface
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

SPACES: Json = {"own": "net:[1]", "rows": [["net:[1]", 10, 5]], "total": 1}
TABLE = (
    "Inter-| Receive | Transmit\n face |bytes\n"
    "  eth0: 100 10 1 2 0 0 0 0 200 20 3 4 0 0 0 0\n"
    "    lo: 7 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0\n"
)
REFUSED = NotHere(Status.NO_PERMISSION, "links(10): Operation not permitted")


def test_netlink_tells_state_addresses_and_queue_drops() -> None:
    row: Json = {
        "name": "eth0",
        "kind": "veth",
        "up": True,
        "carrier": False,
        "carrier_changes": 3,
        "received_bytes": 100,
        "addresses": ["10.0.0.1/24"],
        "queue_drops": 5,
        "index": 4,
        "peer_index": 9,
    }
    host = TextHost({"/proc/10/net/dev": TABLE}, calls={"namespaces": SPACES, "links": [row]})

    [seen] = snapshot(host, interfaces).rows(Interface)

    assert (seen.up, seen.carrier, seen.carrier_changes) == (True, False, 3)
    assert (seen.addresses, seen.queue_drops, seen.speed_bits_per_s) == (("10.0.0.1/24",), 5, None)
    assert (seen.number, seen.peer_number, seen.received_bytes) == (4, 9, 100)


def test_without_netlink_the_table_is_read_and_what_it_does_not_tell_is_unknown() -> None:
    files = {"/proc/10/net/dev": TABLE, "/sys/class/net/eth0/speed": "-1\n"}

    seen = snapshot(TextHost(files, calls={"namespaces": SPACES, "links": REFUSED}), interfaces)

    eth0, lo = seen.rows(Interface)
    assert (eth0.received_packets, eth0.received_dropped, eth0.sent_errors) == (10, 2, 3)
    assert (eth0.speed_bits_per_s, eth0.carrier, eth0.queue_drops) == (None, None, None)
    assert lo.kind == "loopback"
    assert seen.number("interface.sent_bytes", interface="eth0", namespace="net:[1]") == 200


def test_a_known_speed_is_in_bits_a_second() -> None:
    files = {"/proc/10/net/dev": TABLE, "/sys/class/net/eth0/speed": "1000\n"}

    seen = snapshot(TextHost(files, calls={"namespaces": SPACES, "links": REFUSED}), interfaces)

    assert seen.rows(Interface)[0].speed_bits_per_s == 10**9


@given(some.text())
def test_no_table_ends_the_look(text: str) -> None:
    host = TextHost({"/proc/10/net/dev": text}, calls={"namespaces": SPACES, "links": REFUSED})

    snapshot(host, interfaces)
