from hexascope.collect.collectors.sockstat import sockstat
from hexascope.collect.contract import Json
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

SPACES: Json = {"own": "net:[1]", "rows": [["net:[1]", 10, 5]], "total": 1}
FILES = {
    "/proc/10/net/sockstat": "sockets: used 16\nTCP: inuse 1 orphan 2 tw 3737 alloc 1 mem 246\n",
    "/proc/sys/net/ipv4/tcp_mem": "100\t200\t300\n",
    "/proc/sys/net/ipv4/tcp_max_orphans": "4096\n",
}


def test_totals_and_memory_are_read_in_bytes() -> None:
    seen = snapshot(TextHost(FILES, calls={"namespaces": SPACES}), sockstat)

    where = {"namespace": "net:[1]", "protocol": "tcp"}
    assert seen.number("sockstat.count", state="tw", **where) == 3737
    assert seen.number("sockstat.memory_bytes", protocol="tcp") == 246 * 4096
    assert seen.number("tcp.memory_limit", name="high") == 300 * 4096


def test_a_truncated_limit_is_unreadable() -> None:
    files = {**FILES, "/proc/sys/net/ipv4/tcp_mem": "100\n"}

    seen = snapshot(TextHost(files, calls={"namespaces": SPACES}), sockstat)

    assert seen.missing["tcp.orphan_limit"].status is Status.UNREADABLE
