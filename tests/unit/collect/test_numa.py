import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.numa import FOLDER, MOST_NODES, numa
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

MEMORY = "Node {0} MemTotal:  1000 kB\nNode {0} MemFree:  100 kB\nNode {0} Dirty: 1 kB\n"
REAL_MEMORY = """Node 1 MemTotal:        4065760 kB
Node 1 MemFree:         2059520 kB
Node 1 MemUsed:         2006240 kB
Node 1 Active(anon):        900 kB
Node 1 HugePages_Total:     0
Node 1 HugePages_Free:      0
"""
REAL_COUNTS = """numa_hit 70000000
numa_miss 400000
numa_foreign 3
interleave_hit 900
local_node 69998800
other_node 401200
"""
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


def test_the_files_of_a_real_machine_are_read() -> None:
    files = {
        f"{FOLDER}/node0/meminfo": REAL_MEMORY.replace("Node 1", "Node 0"),
        f"{FOLDER}/node0/numastat": REAL_COUNTS,
        f"{FOLDER}/node1/meminfo": REAL_MEMORY,
        f"{FOLDER}/node1/numastat": REAL_COUNTS,
    }

    seen = snapshot(TextHost(files), numa)

    assert seen.number("numa.memory", node="1", **{"class": "total"}) == 4065760 * 1024
    assert seen.number("numa.count", node="1", name="numa_foreign") == 3
    assert seen.number("numa.count", node="1", name="other_node") == 401200
    assert not seen.missing


def test_a_node_that_was_taken_offline_does_not_hide_the_others() -> None:
    files = dict(host(3).files)
    del files[f"{FOLDER}/node0/meminfo"]
    files[f"{FOLDER}/node1/numastat"] = "numa_hit many\n"

    seen = snapshot(TextHost(files), numa)

    assert {dict(one.labels)["node"] for one in seen.of("numa.memory")} == {"1", "2"}
    assert {dict(one.labels)["node"] for one in seen.of("numa.count")} == {"0", "2"}
    assert seen.missing["numa.memory"].status is Status.NOT_PRESENT
    assert seen.missing["numa.count"].status is Status.UNREADABLE


@pytest.mark.parametrize("text", ["", "\n", "Node 0 Dirty: 1 kB\n", "Node 0 MemFree:\n"])
def test_a_node_that_tells_no_size_is_unreadable(text: str) -> None:
    told = snapshot(host(2, memory=text), numa).missing["numa.memory"]

    assert told.status is Status.UNREADABLE


def test_no_more_nodes_are_read_than_the_limit_and_the_cut_is_told() -> None:
    seen = snapshot(host(MOST_NODES + 5), numa)

    nodes = {dict(one.labels)["node"] for one in seen.of("numa.count")}
    assert nodes == {str(node) for node in range(MOST_NODES)}
    for family in numa.gives:
        assert seen.missing[family].reason.startswith("sampled: ")
        assert seen.missing[family].status is Status.UNREADABLE


def test_as_many_nodes_as_the_limit_are_all_of_them() -> None:
    assert not snapshot(host(MOST_NODES), numa).missing


@pytest.mark.parametrize("name", ["nodes", "node", "has_memory", "mode7"])
def test_what_is_no_folder_of_a_node_is_left_out(name: str) -> None:
    files = {**host(1).files, f"{FOLDER}/{name}/meminfo": MEMORY}

    assert snapshot(TextHost(files), numa).missing["numa.count"].status is Status.NOT_PRESENT


@given(st.text(max_size=200), st.text(max_size=200))
def test_nonsense_gives_a_value_or_a_reason(memory: str, counts: str) -> None:
    seen = snapshot(host(2, memory, counts), numa)

    for family in numa.gives:
        assert family in seen.readings or family in seen.missing


@given(st.integers(0, len(REAL_COUNTS)))
def test_counts_cut_anywhere_give_a_value_or_a_reason(length: int) -> None:
    seen = snapshot(host(2, counts=REAL_COUNTS[:length]), numa)

    assert "numa.count" in seen.readings or "numa.count" in seen.missing
