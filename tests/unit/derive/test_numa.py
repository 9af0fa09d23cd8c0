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


def test_a_single_look_gives_no_share() -> None:
    seen = counts(90_000, 9_000)

    found = Facts().with_more(numa.derive(window(seen, seen, seconds=0.0), Facts()))

    assert found.number("numa.miss_share", node="0") is None


def test_a_node_that_came_within_the_window_has_no_share_and_hides_no_other() -> None:
    found = derived(counts(0, 0, "0"), [*counts(9_000, 1_000, "0"), *counts(50_000, 50_000, "1")])

    assert found.number("numa.miss_share", node="0") == pytest.approx(0.1)
    assert found.number("numa.miss_share", node="1") is None


@pytest.mark.parametrize("name", ["numa_hit", "numa_foreign"])
def test_without_one_of_the_two_counts_there_is_no_share(name: str) -> None:
    def without(readings: list[Reading]) -> list[Reading]:
        return [one for one in readings if ("name", name) not in one.labels]

    found = derived(without(counts(0, 0)), without(counts(9_000, 9_000)))

    assert found.number("numa.miss_share", node="0") is None


def test_the_share_is_told_with_the_nodes_own_file_and_the_window() -> None:
    [told] = derived(counts(0, 0, "3"), counts(9_000, 1_000, "3")).of("numa.miss_share")

    assert told.source == "/sys/devices/system/node/node3/numastat"
    assert told.window_s == 5.0


@pytest.mark.parametrize("kind", ["corrected", "uncorrected"])
def test_errors_of_each_kind_and_controller_are_told_apart(kind: str) -> None:
    def errors(*numbers: float) -> list[Reading]:
        return [
            reading(f"memory.{kind}_errors", number, controller=f"mc{at}")
            for at, number in enumerate(numbers)
        ]

    found = derived(errors(5, 9, 2), errors(5, 10, 1))

    told = {one.label("controller"): one.number for one in found.of(f"memory.errors_{kind}")}
    assert told == {"mc0": 0, "mc1": 1}  # the driver of the third was loaded again


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
