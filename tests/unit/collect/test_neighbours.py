from hexascope.collect.collectors.neighbours import neighbours
from hexascope.collect.contract import Json
from tests.support.host import TextHost, snapshot

SPACES: Json = {"own": "net:[1]", "rows": [["net:[1]", 10, 5]], "total": 1}


def test_only_entries_that_count_against_the_limit_are_totalled() -> None:
    host = TextHost(
        {
            "/proc/sys/net/ipv4/neigh/default/gc_thresh3": "1024\n",
            "/proc/net/stat/arp_cache": "entries table_fulls\n1 0000000a\n1 00000001\n",
        },
        calls={
            "namespaces": SPACES,
            "neighbours": {"ipv4 stale": 3, "ipv4 permanent": 5, "ipv6 noarp": 1},
        },
    )

    seen = snapshot(host, neighbours)

    assert seen.number("neighbour.total", version="ipv4") == 3
    assert seen.number("neighbour.limit", version="ipv4") == 1024
    assert seen.number("neighbour.overflows", version="ipv4") == 11
    assert seen.number("neighbour.limit", version="ipv6") is None
