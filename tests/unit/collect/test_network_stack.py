from hexascope.collect.collectors.network_stack import network_stack
from hexascope.collect.contract import Json
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

SPACES: Json = {"own": "net:[1]", "rows": [["net:[1]", 10, 5], ["net:[2]", 20, 1]], "total": 2}
SNMP = "Tcp: ActiveOpens OutSegs RetransSegs\nTcp: 1 100 7\nUdp: InErrors\nUdp: 3\n"
NETSTAT = "TcpExt: ListenOverflows Unknown\nTcpExt: 56 1\n"
FILES = {
    f"/proc/{pid}/net/{name}": text
    for pid in (10, 20)
    for name, text in (("snmp", SNMP), ("netstat", NETSTAT))
}


def test_counters_are_read_once_for_each_namespace() -> None:
    seen = snapshot(TextHost(FILES, calls={"namespaces": SPACES}), network_stack)

    for namespace in ("net:[1]", "net:[2]"):
        assert seen.number("tcp.count", name="RetransSegs", namespace=namespace) == 7
        assert seen.number("tcp.count", name="ListenOverflows", namespace=namespace) == 56
    assert seen.number("udp.count", name="InErrors", namespace="net:[2]") == 3


def test_a_namespace_whose_process_has_ended_costs_only_its_own_numbers() -> None:
    files = {path: text for path, text in FILES.items() if "/20/" not in path}

    seen = snapshot(TextHost(files, calls={"namespaces": SPACES}), network_stack)

    assert seen.number("tcp.count", name="OutSegs", namespace="net:[1]") == 100
    assert "tcp.count" not in seen.missing


def test_nothing_at_all_has_a_reason() -> None:
    seen = snapshot(TextHost({}, calls={"namespaces": SPACES}), network_stack)

    assert seen.missing["tcp.count"].status is Status.NOT_PRESENT


def test_nonsense_is_unreadable() -> None:
    files = {**FILES, "/proc/10/net/snmp": "Tcp: OutSegs\nTcp: many\n"}

    seen = snapshot(TextHost(files, calls={"namespaces": SPACES}), network_stack)

    assert seen.missing["udp.count"].status is Status.UNREADABLE
