import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.memory import memory as read_memory
from hexascope.derive.derivers.memory import memory
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.snapshot import Pulse, Reading, Window
from tests.support.cases import reading, window
from tests.support.host import TextHost, snapshot

CLASSES = (
    "MemFree", "AnonPages", "Slab", "Shmem", "SUnreclaim", "Dirty", "Writeback", "Committed_AS",
    "CommitLimit", "KReclaimable", "SReclaimable", "HardwareCorrupted", "Hugepagesize",
)  # fmt: skip


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


def told(facts: Facts) -> list[Evidence]:
    return [one for family in facts.evidence for one in facts.of(family)]


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


def test_half_of_the_refaults_is_no_rate_of_refaults() -> None:
    found = derived(
        counters(workingset_refault_anon=90, workingset_refault_file=10),
        counters(workingset_refault_anon=5, workingset_refault_file=60),
    )

    assert found.number("memory.refaults") is None


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("pswpin", "memory.swap_in"),
        ("pswpout", "memory.swap_out"),
        ("pgmajfault", "memory.major_faults"),
        ("pgscan_direct", "memory.direct_reclaim"),
        ("compact_stall", "memory.compaction_stalls"),
        ("workingset_refault", "memory.refaults"),
    ],
)
def test_each_counter_makes_its_rate(name: str, family: str) -> None:
    found = derived(counters(**{name: 100}), counters(**{name: 150}))

    assert [(one.family, one.number, one.window_s) for one in told(found)] == [(family, 10, 5)]


def test_a_single_look_counts_no_kills_and_gives_no_rate_and_no_growth() -> None:
    seen = [*counters(oom_kill=3, pswpin=5), *sizes(Shmem=10)]

    found = Facts().with_more(memory.derive(window(seen, seen, seconds=0.0), Facts()))

    assert found.number("memory.utilization") == pytest.approx(0.6)
    for family in ("memory.oom_kills", "memory.swap_in", "memory.shmem_growth"):
        assert found.number(family) is None


def test_a_count_of_kills_that_ran_backwards_is_none() -> None:
    found = derived(counters(oom_kill=3), counters(oom_kill=1))

    assert found.number("memory.oom_kills") is None


def test_the_course_of_a_rate_leaves_out_where_the_counter_fell() -> None:
    labels = (("name", "pswpin"),)
    pulses = tuple(
        Pulse(at=100.0 + at, numbers={"vmstat.count": {labels: value}})
        for at, value in ((1, 110.0), (2, 50.0), (3, 120.0))
    )

    [rate] = derived(counters(pswpin=100), counters(pswpin=140), pulses).of("memory.swap_in")

    assert rate.number == 8
    assert rate.series == ((1.0, 10.0), (3.0, 70.0), (5.0, 10.0))


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


REAL = """MemTotal:       24684084 kB
MemFree:        22572944 kB
MemAvailable:   24133056 kB
Buffers:           19320 kB
Cached:          1201912 kB
SwapCached:            0 kB
Dirty:              1204 kB
Writeback:           256 kB
AnonPages:         77696 kB
Mapped:            23564 kB
Shmem:              8872 kB
KReclaimable:     655492 kB
Slab:             704788 kB
SReclaimable:     655492 kB
SUnreclaim:        49296 kB
KernelStack:        1504 kB
PageTables:         3036 kB
CommitLimit:    12342040 kB
Committed_AS:     132884 kB
VmallocTotal:   34359738367 kB
VmallocUsed:       14396 kB
Percpu:             1192 kB
HardwareCorrupted:     0 kB
HugePages_Free:        0
HugePages_Rsvd:        0
Hugepagesize:       2048 kB
Hugetlb:               0 kB
DirectMap1G:    25165824 kB
"""


def test_a_real_machine_at_rest_has_next_to_nothing_unowned() -> None:
    seen = snapshot(TextHost({"/proc/meminfo": REAL}), read_memory)

    found = Facts().with_more(memory.derive(Window(first=seen, last=seen), Facts()))

    share = found.number("memory.unowned_share")
    assert share is not None
    assert 0 < share < 0.01
    assert found.number("memory.utilization") == pytest.approx(0.0223, abs=1e-4)
    assert found.number("memory.commit_share") == pytest.approx(0.0108, abs=1e-4)
    assert found.number("memory.huge_idle") == 0
    assert found.number("memory.corrupted") == 0


def test_classes_that_add_up_to_more_than_there_is_leave_nothing_unowned() -> None:
    found = derived([], sizes(MemFree=900, AnonPages=900, Shmem=5000, SUnreclaim=2000))

    assert found.number("memory.unowned") == 0
    assert found.number("memory.shmem_share") == 1
    assert found.number("memory.slab_share") == 1


@pytest.mark.parametrize("available", [-5.0, 2000.0])
def test_an_estimate_that_can_not_be_stays_a_share(available: float) -> None:
    found = derived([], sizes(available=available))

    for family in ("memory.utilization", "memory.free_share"):
        assert found.number(family) in {0.0, 1.0}


def test_a_host_without_memory_or_without_a_limit_gives_no_share_of_it() -> None:
    found = derived([], sizes(total=0, available=0, CommitLimit=0, Committed_AS=5, Shmem=1))

    assert not found.evidence


@given(st.dictionaries(st.sampled_from(CLASSES), st.integers(-(10**24), 10**24)), st.integers(0))
def test_whatever_is_read_gives_numbers_that_evidence_can_rest_on(
    classes: dict[str, int], total: int
) -> None:
    seen = sizes(total=min(total, 10**24), **classes)

    for one in memory.derive(window(seen, seen), Facts()):
        assert isinstance(one, Evidence)


def test_what_lies_on_a_disk_takes_no_memory() -> None:
    seen = sizes(MemFree=300, AnonPages=200, Slab=100)
    on_disk = reading("swap.used", 60, area="/dev/sda2")

    assert derived([], [*seen, on_disk]).number("memory.unowned") == pytest.approx(400)


@pytest.mark.parametrize("name", ["Cached", "MemFree", "AnonPages"])
def test_without_the_main_classes_nothing_is_called_unowned(name: str) -> None:
    assert derived([], sizes(**{name: 100.0})).number("memory.unowned") is None


@pytest.mark.parametrize("state", ["free", "reserved"])
def test_half_of_what_tells_of_huge_pages_calls_none_idle(state: str) -> None:
    found = derived([], [*sizes(Hugepagesize=20), reading("memory.huge_pages", 9, state=state)])

    assert found.number("memory.huge_idle") is None


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


def test_areas_that_tell_no_numbers_give_no_share_of_swap() -> None:
    unsaid = [reading("swap.size", "much", area="a"), reading("swap.used", "some", area="a")]

    assert derived([], unsaid).number("swap.used_share") is None


def test_more_swap_in_use_than_there_is_counts_as_full() -> None:
    odd = [reading("swap.size", 100, area="a"), reading("swap.used", 150, area="a")]

    assert derived([], odd).number("swap.used_share") == 1
