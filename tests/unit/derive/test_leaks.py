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
    return use(**{"now": process(pid=7), **about, **fields})  # type: ignore[arg-type] # its own names


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


@pytest.mark.parametrize("limited", ["/pod/app", "/pod", "/"])
def test_a_limit_of_a_group_around_it_holds_as_well(limited: str) -> None:
    inside = grower(now=process(pid=7, cgroup="/pod/app"))
    around = group_use(Cgroup(limited, 2, memory_limit_bytes=100 * MIB, memory_bytes=80 * MIB))
    beside = group_use(Cgroup("/pod/ap", 2, memory_limit_bytes=100 * MIB, memory_bytes=99 * MIB))

    assert derived(inside, around, beside).number("memory.time_left", pid="7") == pytest.approx(2)


def test_on_version_1_the_group_is_that_of_the_memory_controller() -> None:
    inside = grower(now=process(pid=7, cgroup="/cpu", cgroups=(("cpu", "/cpu"), ("memory", "/m"))))
    limits = (
        group_use(Cgroup("/m", 1, memory_limit_bytes=50 * MIB, memory_bytes=20 * MIB)),
        group_use(Cgroup("/cpu", 1, memory_limit_bytes=50 * MIB, memory_bytes=49 * MIB)),
    )

    assert derived(inside, *limits).number("memory.time_left", pid="7") == pytest.approx(3)


@pytest.mark.parametrize(
    "group",
    [
        Cgroup("/app", 2, memory_limit_bytes=None, memory_bytes=190 * MIB),
        Cgroup("/app", 2, memory_limit_bytes=200 * MIB, memory_bytes=None),
    ],
)
def test_a_group_without_a_limit_or_of_unknown_use_leaves_the_hosts_memory(group: Cgroup) -> None:
    inside = grower(now=process(pid=7, cgroup="/app"))

    assert derived(inside, group_use(group)).number("memory.time_left", pid="7") == 60


def test_a_group_beyond_its_limit_has_no_time_left() -> None:
    group = Cgroup("/app", 2, memory_limit_bytes=100 * MIB, memory_bytes=110 * MIB)
    inside = grower(now=process(pid=7, cgroup="/app"))

    assert derived(inside, group_use(group)).number("memory.time_left", pid="7") == 0


def test_the_growth_is_told_with_its_course_and_its_source() -> None:
    [told] = derived(grower(seconds=5.0)).of("memory.leak_growth")

    assert (told.series, told.window_s, told.source) == (EVEN, 5.0, "/proc/7/status")


def test_where_the_kernel_does_not_tell_whose_memory_grows_the_whole_is_taken() -> None:
    assert derived(grower(anon_growth_per_s=None)).number("memory.leak_growth", pid="7") == 10 * MIB


def test_a_single_look_shows_no_growth() -> None:
    still = grower(rss_growth_per_s=0.0, anon_growth_per_s=0.0, rss_series=EVEN[:1], seconds=0.0)

    assert not derived(still).evidence


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


@pytest.mark.parametrize(
    "one",
    [
        grower(rss_growth_per_s=MIB, anon_growth_per_s=MIB),
        grower(rss_growth_per_s=10.0 * MIB, anon_growth_per_s=7.0 * MIB),
        grower(rss_series=tuple((at, 500 * MIB + size) for at, size in EVEN)),
    ],
)
def test_a_mebibyte_a_second_mostly_its_own_is_a_leak_however_large_it_was(
    one: ProcessUse,
) -> None:
    assert len(list(derived(one).of("memory.leak_growth"))) == 1


@pytest.mark.parametrize(("low", "steady"), [(35.0, True), (34.9, False)])
def test_a_fall_of_a_twentieth_of_the_growth_is_left_alone(low: float, steady: bool) -> None:
    sizes = (0.0, 20.0, 40.0, low, 60.0, 80.0, 100.0)

    assert is_steady([(float(at), size) for at, size in enumerate(sizes)]) is steady


@pytest.mark.parametrize(
    ("series", "steady"),
    [
        (((0, 0), (1, 4), (2, 17), (3, 30)), True),
        (((0, 0), (1, 3.9), (2, 17), (3, 30)), False),
        (((0, 0), (1, 13), (2, 17), (3, 30)), True),
        (((0, 0), (1, 13), (2, 16.9), (3, 30)), False),
        (((0, 0), (1, 13), (2, 26), (3, 30)), True),
        (((0, 0), (1, 13), (2, 26.1), (3, 30)), False),
        # samples that do not fall on the thirds: what lies between them is on a straight line
        (((0, 0), (3, 6), (5, 28), (6, 30)), True),
        (((0, 0), (3, 5.9), (5, 28), (6, 30)), False),
        (((0, 0), (3, 6), (5, 8), (6, 30)), False),
    ],
)
def test_each_third_of_the_time_sees_two_fifths_of_an_even_growth(
    series: tuple[tuple[float, float], ...], steady: bool
) -> None:
    assert is_steady(series) is steady


@given(st.lists(st.floats(0, 1e12), max_size=20))
def test_what_ends_no_higher_than_it_began_never_grows_steadily(sizes: list[float]) -> None:
    series = [(float(at), size) for at, size in enumerate([*sizes, 0.0])]

    assert not is_steady(series)


@given(st.lists(st.tuples(st.floats(-1e3, 1e12), st.floats(-1e12, 1e15)), max_size=12))
def test_any_course_is_steady_or_not_and_never_an_error(series: list[tuple[float, float]]) -> None:
    assert is_steady(series) in {True, False}


@given(st.floats(1, 1e9), st.integers(4, 60))
def test_an_even_growth_is_steady_however_fast(rate: float, samples: int) -> None:
    assert is_steady([(float(at), at * rate) for at in range(samples)])
