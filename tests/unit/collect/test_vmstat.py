import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.vmstat import LIGHT, SOURCE, vmstat
from hexascope.collect.contract import Look, LookKind
from hexascope.collect.look import glance
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

TEXT = "nr_free_pages 9\npswpin 5\npswpout 7\npgmajfault 3\noom_kill 1\nworkingset_refault 4\n"


def host(text: str = TEXT) -> TextHost:
    return TextHost({SOURCE: text})


def test_the_wanted_counters_are_read_and_no_others() -> None:
    seen = snapshot(host(), vmstat)

    values = {dict(one.labels)["name"]: one.value for one in seen.of("vmstat.count")}
    assert values == {
        "pswpin": 5, "pswpout": 7, "pgmajfault": 3, "oom_kill": 1, "workingset_refault": 4,
    }  # fmt: skip


def test_kernels_before_4_8_counted_by_zone_and_their_sum_is_the_same() -> None:
    old = (
        "pgscan_direct_dma32 5\npgscan_direct_normal 7\npgscan_direct_throttle 99\n"
        "pgsteal_kswapd_normal 3\nallocstall 4\n"
    )

    seen = snapshot(host(old), vmstat)

    assert seen.number("vmstat.count", name="pgscan_direct") == 12
    assert seen.number("vmstat.count", name="pgsteal_kswapd") == 3
    assert seen.number("vmstat.count", name="allocstall_normal") == 4


LINUX_2_6_32 = """nr_free_pages 75120
nr_dirty 103
numa_hit 81230114
pswpin 0
pswpout 12
pgmajfault 4410
pgsteal_dma 0
pgscan_kswapd_dma32 7000
pgscan_kswapd_normal 91000
pgscan_direct_dma32 64
pgscan_direct_normal 0
allocstall 2
"""
LINUX_4_4 = """pswpin 0
pgmajfault 1020
workingset_refault 55
pgsteal_kswapd_dma32 40
pgsteal_kswapd_normal 60
pgsteal_direct_movable 3
pgscan_direct_throttle 9
allocstall 1
compact_stall 17
thp_fault_alloc 410
"""
LINUX_6_18 = """pswpin 0
workingset_refault_anon 5
workingset_refault_file 7
pgsteal_kswapd 100
pgsteal_direct 2
pgsteal_khugepaged 1
pgsteal_proactive 4
pgscan_direct 3
pgscan_direct_throttle 8
allocstall_normal 1
allocstall_movable 2
oom_kill 0
thp_split_page 6
"""


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        (LINUX_2_6_32, "pgscan_kswapd", 98000),
        (LINUX_2_6_32, "pgscan_direct", 64),
        (LINUX_2_6_32, "pswpout", 12),
        (LINUX_4_4, "pgsteal_kswapd", 100),
        (LINUX_4_4, "pgsteal_direct", 3),
        (LINUX_4_4, "workingset_refault", 55),
        (LINUX_4_4, "compact_stall", 17),
        (LINUX_6_18, "pgscan_direct", 3),
        (LINUX_6_18, "workingset_refault_file", 7),
        (LINUX_6_18, "allocstall_movable", 2),
    ],
)
def test_what_each_kernel_counts_is_read(text: str, name: str, count: int) -> None:
    assert snapshot(host(text), vmstat).number("vmstat.count", name=name) == count


@pytest.mark.parametrize("text", [LINUX_2_6_32, LINUX_4_4])
def test_what_a_kernel_does_not_count_is_not_zero(text: str) -> None:
    assert snapshot(host(text), vmstat).number("vmstat.count", name="oom_kill") is None


def test_a_light_look_adds_up_zones_as_the_full_one_does() -> None:
    pulse = glance(
        Look(kind=LookKind.LIGHT, number=1, at=1.0, time=1.0, files=host(LINUX_2_6_32)),
        {"vmstat": vmstat},
        ("vmstat",),
    )

    assert pulse.numbers["vmstat.count"][(("name", "pgscan_direct"),)] == 64
    assert (("name", "pgscan_kswapd"),) not in pulse.numbers["vmstat.count"]


def test_a_light_look_takes_five_of_them_at_most() -> None:
    pulse = glance(
        Look(kind=LookKind.LIGHT, number=1, at=1.0, time=1.0, files=host()),
        {"vmstat": vmstat},
        ("vmstat",),
    )

    assert {dict(one)["name"] for one in pulse.numbers["vmstat.count"]} <= LIGHT
    assert len(pulse.numbers["vmstat.count"]) == 4


def test_a_host_without_the_file_says_so() -> None:
    assert snapshot(TextHost(), vmstat).missing["vmstat.count"].status is Status.NOT_PRESENT


@given(st.sampled_from([LINUX_2_6_32, LINUX_4_4, LINUX_6_18]), st.integers(0, 400))
def test_half_a_line_is_no_number(text: str, length: int) -> None:
    cut = text[:length]
    whole_lines = cut[: cut.rfind("\n") + 1]

    seen = snapshot(host(cut), vmstat)

    assert seen.readings == snapshot(host(whole_lines), vmstat).readings
    assert "vmstat.count" in seen.readings or "vmstat.count" in seen.missing


@given(st.text(max_size=200))
def test_nonsense_gives_a_value_or_a_reason(text: str) -> None:
    seen = snapshot(host(text), vmstat)

    assert "vmstat.count" in seen.readings or "vmstat.count" in seen.missing
