from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.numa import FOLDER, MOST_NODES, numa
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

MEMORY = "Node {0} MemTotal:  1000 kB\nNode {0} MemFree:  100 kB\nNode {0} Dirty: 1 kB\n"
COUNTS = "numa_hit 500\nnuma_miss 20\nnuma_foreign 3\n"


def host(nodes: int, memory: str = MEMORY, counts: str = COUNTS) -> TextHost:
    files = {f"{FOLDER}/online": "0-1\n"}
    for node in range(nodes):
        files[f"{FOLDER}/node{node}/meminfo"] = memory.replace("{0}", str(node))
        files[f"{FOLDER}/node{node}/numastat"] = counts
    return TextHost(files)


def test_each_node_tells_its_memory_and_where_allocations_were_served() -> None:
    seen = snapshot(host(2), numa)

    assert seen.number("numa.memory", node="1", **{"class": "free"}) == 100 * 1024
    assert seen.number("numa.count", node="0", name="numa_miss") == 20
    assert len(list(seen.of("numa.memory"))) == 4


def test_a_host_with_one_node_has_nothing_to_tell() -> None:
    assert snapshot(host(1), numa).missing["numa.count"].status is Status.NOT_PRESENT
    assert snapshot(TextHost(), numa).missing["numa.count"].status is Status.NOT_PRESENT


def test_no_more_nodes_are_read_than_the_limit() -> None:
    seen = snapshot(host(MOST_NODES + 5), numa)

    assert len({dict(one.labels)["node"] for one in seen.of("numa.count")}) == MOST_NODES


@given(st.text(max_size=200), st.text(max_size=200))
def test_nonsense_never_ends_a_look(memory: str, counts: str) -> None:
    assert snapshot(host(2, memory, counts), numa).at == 100.0
