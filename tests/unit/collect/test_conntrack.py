from hexascope.collect.collectors.conntrack import conntrack
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

SPACES: Json = {"own": "net:[1]", "rows": [["net:[1]", 10, 5]], "total": 1}
SETTINGS: Json = {
    "netfilter/nf_conntrack_count": "12",
    "netfilter/nf_conntrack_max": "100",
    "ipv4/ip_local_port_range": "32768\t60999",
}
STAT = "entries drop early_drop insert_failed\n0000000c 0000000a 00000001 00000000\n" * 1


def test_the_table_the_drops_of_all_cpus_and_the_ports_are_read() -> None:
    stat = STAT + "0000000c 00000001 00000000 00000000\n"
    host = TextHost(
        {"/proc/10/net/stat/nf_conntrack": stat},
        calls={"namespaces": SPACES, "net_settings": SETTINGS},
    )

    seen = snapshot(host, conntrack)

    assert seen.number("conntrack.entries", namespace="net:[1]") == 12
    assert seen.number("conntrack.drops", name="drop", namespace="net:[1]") == 11
    assert seen.number("port.range", namespace="net:[1]") == 28_232


def test_without_connection_tracking_only_the_ports_are_there() -> None:
    ports: Json = {"ipv4/ip_local_port_range": "32768\t60999"}

    seen = snapshot(TextHost(calls={"namespaces": SPACES, "net_settings": ports}), conntrack)

    assert seen.number("port.range", namespace="net:[1]") == 28_232
    assert seen.number("conntrack.entries", namespace="net:[1]") is None


def test_who_may_not_enter_the_namespace_is_told_so() -> None:
    refused = NotHere(Status.NO_PERMISSION, "net_settings(10): Operation not permitted")

    seen = snapshot(TextHost(calls={"namespaces": SPACES, "net_settings": refused}), conntrack)

    assert seen.missing["conntrack.entries"].status is Status.NO_PERMISSION
