from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.slab import DENTRIES, LARGEST, SLABS, slab
from hexascope.collect.contract import NotHere
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

HEAD = "slabinfo - version: 2.1\n# name <active_objs> <num_objs> <objsize> ...\n"
STATE = "90000\t80000\t45\t0\t1234\t0\n"


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


def test_only_root_may_read_the_caches_and_the_rest_is_read_all_the_same() -> None:
    denied = NotHere(Status.NO_PERMISSION, "Permission denied")

    seen = snapshot(TextHost({SLABS: denied, DENTRIES: STATE}), slab)

    assert seen.missing["memory.slab_cache"].status is Status.NO_PERMISSION
    assert seen.number("memory.negative_dentries") == 1234


@given(st.text(max_size=200), st.text(max_size=60))
def test_nonsense_never_ends_a_look(caches: str, dentries: str) -> None:
    files: dict[str, str | NotHere] = {SLABS: HEAD + caches, DENTRIES: dentries}

    assert snapshot(TextHost(files), slab).at == 100.0
