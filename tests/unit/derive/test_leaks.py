import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.derive.derivers.leaks import LEAST_GROWTH_BYTES_PER_S, is_steady, leaks
from hexascope.domain.facts import Facts
from hexascope.domain.rows import Cgroup, ProcessUse
from tests.support.cases import process, reading, use, window
from tests.support.groups import group_use

MIB = 2**20
EVEN = tuple((100.0 + second, 10.0 * MIB * second) for second in range(6))


def grower(**fields: object) -> ProcessUse:
    about = {"rss_growth_per_s": 10.0 * MIB, "anon_growth_per_s": 10.0 * MIB, "rss_series": EVEN}
    return use(process(pid=7), **{**about, **fields})


def derived(*rows: object, available: float | None = 600.0 * MIB) -> Facts:
    last = [] if available is None else [reading("memory.available", available)]
    return Facts().with_more(leaks.derive(window([], last), Facts().with_more(rows)))


def test_steady_growth_is_told_with_the_time_until_memory_is_used_up() -> None:
    found = derived(grower())

    assert found.number("memory.leak_growth", pid="7") == 10 * MIB
    assert found.number("memory.time_left", pid="7") == pytest.approx(60)


def test_the_limit_of_its_control_group_comes_first_where_it_is_nearer() -> None:
    group = Cgroup(
        "/app", 2, memory_limit_bytes=200 * MIB, memory_bytes=190 * MIB,
        inactive_file_bytes=40 * MIB, processes=1,
    )  # fmt: skip
    inside = use(
        process(pid=7, cgroup="/app"),
        rss_growth_per_s=10.0 * MIB,
        anon_growth_per_s=10.0 * MIB,
        rss_series=EVEN,
    )

    found = derived(inside, group_use(group))

    assert found.number("memory.time_left", pid="7") == pytest.approx(5)


def test_without_an_estimate_of_what_is_available_the_growth_is_told_alone() -> None:
    found = derived(grower(), available=None)

    assert found.number("memory.leak_growth", pid="7") == 10 * MIB
    assert found.number("memory.time_left", pid="7") is None


@pytest.mark.parametrize(
    "one",
    [
        grower(rss_growth_per_s=LEAST_GROWTH_BYTES_PER_S - 1.0),
        grower(anon_growth_per_s=6.9 * MIB),
        grower(was_new=True),
        grower(ended=True),
        grower(rss_series=EVEN[:3]),
        grower(rss_series=((100.0, 0.0), (101.0, 50.0), (102.0, 50.0), (105.0, 50.0))),
        grower(rss_series=((100.0, 0.0), (101.0, 30.0), (103.0, 10.0), (105.0, 50.0))),
    ],
)
def test_slow_growth_mapped_files_start_up_sawtooth_and_one_step_are_no_leak(
    one: ProcessUse,
) -> None:
    assert not list(derived(one).of("memory.leak_growth"))


@given(st.lists(st.floats(0, 1e12), max_size=20))
def test_what_ends_no_higher_than_it_began_never_grows_steadily(sizes: list[float]) -> None:
    series = [(float(at), size) for at, size in enumerate([*sizes, 0.0])]

    assert not is_steady(series)


@given(st.floats(1, 1e9), st.integers(4, 60))
def test_an_even_growth_is_steady_however_fast(rate: float, samples: int) -> None:
    assert is_steady([(float(at), at * rate) for at in range(samples)])
