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


@given(st.integers(0, len(TEXT)))
def test_a_cut_file_never_ends_a_look(length: int) -> None:
    seen = snapshot(host(TEXT[:length]), vmstat)

    assert list(seen.of("vmstat.count")) or "vmstat.count" in seen.missing


@given(st.text(max_size=200))
def test_nonsense_never_ends_a_look(text: str) -> None:
    assert snapshot(host(text), vmstat).at == 100.0
