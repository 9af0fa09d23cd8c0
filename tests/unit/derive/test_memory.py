import pytest

from hexascope.derive.derivers.memory import memory
from hexascope.domain.facts import Facts
from hexascope.domain.snapshot import Pulse, Reading
from tests.support.cases import reading, window

KB = 1024


def sizes(total: float = 1000, available: float = 400, **classes: float) -> list[Reading]:
    return [
        reading("memory.total", total),
        reading("memory.available", available),
        *(reading("memory.size", value, **{"class": name}) for name, value in classes.items()),
    ]


def counters(**values: float) -> list[Reading]:
    return [reading("vmstat.count", value, name=name) for name, value in values.items()]


def derived(first: list[Reading], last: list[Reading], pulses: tuple[Pulse, ...] = ()) -> Facts:
    return Facts().with_more(memory.derive(window(first, last, pulses=pulses), Facts()))


def test_what_is_used_is_what_is_not_available() -> None:
    found = derived([], sizes())

    assert found.number("memory.utilization") == pytest.approx(0.6)
    assert found.number("memory.free_share") == pytest.approx(0.4)


def test_the_use_between_the_looks_is_its_series() -> None:
    pulse = Pulse(at=102.0, numbers={"memory.available": {(): 100.0}})

    found = derived(sizes(), sizes(), (pulse,))

    [told] = found.of("memory.utilization")
    assert told.series == ((0.0, 0.6), (2.0, 0.9), (5.0, 0.6))


def test_without_an_estimate_of_what_is_available_nothing_is_said() -> None:
    found = derived([], [reading("memory.total", 1000)])

    assert not list(found.of("memory.utilization"))


def test_rates_are_those_of_the_window_and_refaults_of_both_kinds_add_up() -> None:
    found = derived(
        counters(pswpin=100, workingset_refault_anon=0, workingset_refault_file=10, oom_kill=1),
        counters(pswpin=600, workingset_refault_anon=50, workingset_refault_file=60, oom_kill=2),
    )

    assert found.number("memory.swap_in") == 100
    assert found.number("memory.refaults") == 20
    assert found.number("memory.oom_kills") == 1
    assert found.number("memory.swap_out") is None


def test_a_counter_that_runs_backwards_and_a_single_look_give_no_rate() -> None:
    assert derived(counters(pswpin=9), counters(pswpin=3)).number("memory.swap_in") is None
    assert derived([], counters(pswpin=3)).number("memory.swap_in") is None


def test_classes_are_told_as_shares() -> None:
    found = derived(
        sizes(Shmem=100),
        sizes(
            Shmem=300, SUnreclaim=50, Committed_AS=900, CommitLimit=1200, Dirty=30, Writeback=10,
        ),
    )  # fmt: skip

    assert found.number("memory.shmem_share") == pytest.approx(0.3)
    assert found.number("memory.shmem_growth") == pytest.approx(40)
    assert found.number("memory.slab_share") == pytest.approx(0.05)
    assert found.number("memory.commit_share") == pytest.approx(0.75)
    assert found.number("memory.dirty_share") == pytest.approx(0.1)


def test_what_no_class_accounts_for_is_unowned() -> None:
    found = derived([], sizes(MemFree=300, AnonPages=200, Cached=100, Shmem=50, Slab=100))

    assert found.number("memory.unowned") == pytest.approx(300)
    assert found.number("memory.unowned_share") == pytest.approx(0.3)


@pytest.mark.parametrize(
    "known",
    [
        reading("memory.size", 60, **{"class": "Zswap"}),
        reading("memory.size", 60, **{"class": "Balloon"}),
        reading("memory.size", 110, **{"class": "KReclaimable"}),
        reading("sockstat.memory_bytes", 60, protocol="tcp"),
        reading("swap.used", 60, area="/dev/zram0"),
    ],
)
def test_what_is_held_outside_the_usual_classes_is_owned(known: Reading) -> None:
    seen = sizes(MemFree=300, AnonPages=200, Slab=100, SReclaimable=50)

    assert derived([], [*seen, known]).number("memory.unowned") == pytest.approx(340)


def test_what_lies_on_a_disk_takes_no_memory() -> None:
    seen = sizes(MemFree=300, AnonPages=200, Slab=100)
    on_disk = reading("swap.used", 60, area="/dev/sda2")

    assert derived([], [*seen, on_disk]).number("memory.unowned") == pytest.approx(400)


def test_without_the_main_classes_nothing_is_called_unowned() -> None:
    assert derived([], sizes(Cached=100)).number("memory.unowned") is None


def test_huge_pages_that_are_reserved_for_somebody_are_not_idle() -> None:
    pages = [
        reading("memory.huge_pages", 10, state="free"),
        reading("memory.huge_pages", 4, state="reserved"),
    ]

    found = derived([], [*sizes(Hugepagesize=20), *pages])

    assert found.number("memory.huge_idle") == 120
    assert found.number("memory.huge_idle_share") == pytest.approx(0.12)


def test_swap_in_use_is_the_share_of_all_areas_and_no_swap_gives_none() -> None:
    found = derived(
        [],
        [
            *(reading("swap.size", size, area=area) for area, size in (("a", 100), ("b", 300))),
            *(reading("swap.used", used, area=area) for area, used in (("a", 100), ("b", 0))),
        ],
    )

    assert found.number("swap.used_share") == pytest.approx(0.25)
    assert derived([], sizes()).number("swap.used_share") is None
