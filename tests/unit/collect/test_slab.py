import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.slab import DENTRIES, LARGEST, SLABS, slab
from hexascope.collect.contract import NotHere
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

HEAD = "slabinfo - version: 2.1\n# name <active_objs> <num_objs> <objsize> ...\n"
STATE = "90000\t80000\t45\t0\t1234\t0\n"
STATE_4_19 = "90000\t80000\t45\t0\t0\t0\n"
LINUX_6_18 = (
    "slabinfo - version: 2.1\n"
    "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables"
    " <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>\n"
    "ext4_groupinfo_1k    125    125    160   25    1 : tunables    0    0    0 : slabdata"
    "      5      5      0\n"
    "btrfs_delayed_node      0      0    312   13    1 : tunables    0    0    0 : slabdata"
    "      0      0      0\n"
)
LINUX_2_6_32 = (
    "slabinfo - version: 2.1\n"
    "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables"
    " <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>\n"
    "dentry            190233 190260    192   20    1 : tunables  120   60    8 : slabdata"
    "   9513   9513      0\n"
    "size-64            21004  21004     64   59    1 : tunables  120   60    8 : slabdata"
    "    356    356      0\n"
)


def rows(*several: tuple[str, int, int]) -> str:
    return HEAD + "".join(
        f"{name:<17} {objects} {objects} {size} 21 1 : tunables 0 0 0 : slabdata 1 1 0\n"
        for name, objects, size in several
    )


def test_the_largest_caches_are_told_by_what_they_hold() -> None:
    many = [(f"cache-{number}", number, 100) for number in range(1, 31)]

    seen = snapshot(TextHost({SLABS: rows(*many), DENTRIES: STATE}), slab)

    sizes = {dict(one.labels)["cache"]: one.value for one in seen.of("memory.slab_cache")}
    assert len(sizes) == LARGEST
    assert sizes["cache-30"] == 3000
    assert "cache-20" not in sizes
    assert seen.number("memory.negative_dentries") == 1234


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        (LINUX_6_18, {"ext4_groupinfo_1k": 125 * 160, "btrfs_delayed_node": 0}),
        (LINUX_2_6_32, {"dentry": 190260 * 192, "size-64": 21004 * 64}),
    ],
)
def test_both_allocators_of_the_kernel_write_what_can_be_read(
    text: str, sizes: dict[str, int]
) -> None:
    seen = snapshot(TextHost({SLABS: text, DENTRIES: STATE}), slab)

    told = {dict(one.labels)["cache"]: one.value for one in seen.of("memory.slab_cache")}
    assert told == sizes


def test_caches_of_one_name_are_one_cache() -> None:
    same = rows(("bio-128", 10, 100), ("bio-128", 5, 100))

    seen = snapshot(TextHost({SLABS: same, DENTRIES: STATE}), slab)

    assert seen.number("memory.slab_cache", cache="bio-128") == 1500


def test_a_kernel_before_5_0_counts_no_names_in_vain_and_that_is_not_zero() -> None:
    seen = snapshot(TextHost({SLABS: LINUX_2_6_32, DENTRIES: STATE_4_19}), slab)

    assert seen.number("memory.negative_dentries") is None
    assert seen.missing["memory.negative_dentries"].status is Status.NOT_SUPPORTED


@pytest.mark.parametrize("state", [None, "", "90000\t80000\n", "many\n"])
def test_without_a_count_of_names_the_caches_are_read_all_the_same(state: str | None) -> None:
    files = {SLABS: LINUX_6_18, **({} if state is None else {DENTRIES: state})}

    seen = snapshot(TextHost(files), slab)

    status = Status.NOT_PRESENT if state is None else Status.UNREADABLE
    assert seen.missing["memory.negative_dentries"].status is status
    assert len(list(seen.of("memory.slab_cache"))) == 2


@pytest.mark.parametrize("text", ["", "slabinfo - version: 2.1\n", HEAD + "dentry 1 many 3\n"])
def test_a_list_without_a_cache_or_with_a_senseless_one_is_unreadable(text: str) -> None:
    seen = snapshot(TextHost({SLABS: text, DENTRIES: STATE}), slab)

    assert seen.missing["memory.slab_cache"].status is Status.UNREADABLE
    assert seen.number("memory.negative_dentries") == 1234


def test_only_root_may_read_the_caches_and_the_rest_is_read_all_the_same() -> None:
    denied = NotHere(Status.NO_PERMISSION, "Permission denied")

    seen = snapshot(TextHost({SLABS: denied, DENTRIES: STATE}), slab)

    assert seen.missing["memory.slab_cache"].status is Status.NO_PERMISSION
    assert seen.number("memory.negative_dentries") == 1234


@given(st.text(max_size=200), st.text(max_size=60))
def test_nonsense_gives_a_value_or_a_reason(caches: str, dentries: str) -> None:
    files: dict[str, str | NotHere] = {SLABS: HEAD + caches, DENTRIES: dentries}

    seen = snapshot(TextHost(files), slab)

    for family in slab.gives:
        assert family in seen.readings or family in seen.missing


@given(st.integers(0, len(LINUX_2_6_32)))
def test_a_list_cut_anywhere_gives_a_value_or_a_reason(length: int) -> None:
    seen = snapshot(TextHost({SLABS: LINUX_2_6_32[:length], DENTRIES: STATE}), slab)

    assert "memory.slab_cache" in seen.readings or "memory.slab_cache" in seen.missing
