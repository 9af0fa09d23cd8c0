import pytest

from hexascope.derive.derivers.numa import LEAST_ALLOCATIONS, numa
from hexascope.domain.facts import Facts
from hexascope.domain.snapshot import Reading
from tests.support.cases import reading, window


def counts(hit: float, foreign: float, node: str = "0", miss: float = 0) -> list[Reading]:
    return [
        reading("numa.count", hit, name="numa_hit", node=node),
        reading("numa.count", miss, name="numa_miss", node=node),
        reading("numa.count", foreign, name="numa_foreign", node=node),
    ]


def derived(first: list[Reading], last: list[Reading]) -> Facts:
    return Facts().with_more(numa.derive(window(first, last), Facts()))


def test_misses_are_a_share_of_the_allocations_of_the_window() -> None:
    found = derived(counts(10_000, 5_000), counts(10_750, 5_250))

    assert found.number("numa.miss_share", node="0") == pytest.approx(0.25)


def test_the_node_that_helps_out_is_not_taken_for_the_one_that_lacks_memory() -> None:
    full = (counts(0, 0, "0"), counts(6_000, 4_000, "0"))
    helper = (counts(0, 0, "1"), counts(9_000, 0, "1", miss=4_000))

    found = derived([*full[0], *helper[0]], [*full[1], *helper[1]])

    assert found.number("numa.miss_share", node="0") == pytest.approx(0.4)
    assert found.number("numa.miss_share", node="1") == 0


def test_few_allocations_say_nothing() -> None:
    few = counts(LEAST_ALLOCATIONS / 2, LEAST_ALLOCATIONS / 2 - 1)

    assert derived(counts(0, 0), few).number("numa.miss_share", node="0") is None


def test_a_counter_that_runs_backwards_gives_no_share() -> None:
    assert derived(counts(9_000, 9), counts(100, 20)).number("numa.miss_share", node="0") is None


def test_memory_errors_count_by_their_growth_in_the_window() -> None:
    found = derived(
        [reading("memory.corrected_errors", 40, controller="mc0")],
        [reading("memory.corrected_errors", 43, controller="mc0")],
    )

    assert found.number("memory.errors_corrected", controller="mc0") == 3


def test_what_reports_memory_errors_is_counted_and_nothing_gives_no_count() -> None:
    lost = reading("memory.size", 0, **{"class": "HardwareCorrupted"})
    controller = reading("memory.corrected_errors", 0, controller="mc0")

    assert derived([], [lost, controller]).number("memory.error_sources") == 2
    assert derived([], [lost]).number("memory.error_sources") == 1
    assert derived([], []).number("memory.error_sources") is None
