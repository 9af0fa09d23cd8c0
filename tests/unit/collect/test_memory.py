import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.memory import SOURCE, memory
from hexascope.collect.contract import Look, LookKind
from hexascope.collect.look import glance
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

TEXT = """MemTotal:        8000000 kB
MemFree:          500000 kB
MemAvailable:    3000000 kB
Dirty:               120 kB
Shmem:              4000 kB
HugePages_Total:      16
HugePages_Free:       12
HugePages_Rsvd:        2
Hugepagesize:       2048 kB
"""

LINUX_2_6_32 = """MemTotal:        8131520 kB
MemFree:          300480 kB
Buffers:          210944 kB
Cached:          5691200 kB
AnonPages:        899072 kB
Shmem:             12288 kB
Slab:             460800 kB
SUnreclaim:       150528 kB
CommitLimit:     6162908 kB
Committed_AS:    1900544 kB
VmallocTotal:   34359738367 kB
HugePages_Total:       0
Hugepagesize:       2048 kB
DirectMap4k:      210944 kB
"""
LINUX_4_4 = """MemTotal:        2046836 kB
MemFree:          190612 kB
MemAvailable:    1632808 kB
Active(anon):      91332 kB
Unevictable:        3652 kB
SwapTotal:             0 kB
AnonHugePages:     10240 kB
CmaTotal:              0 kB
HugePages_Surp:        3
"""
LINUX_6_18 = """MemTotal:       24684084 kB
MemFree:        22572944 kB
MemAvailable:   24133056 kB
Zswap:                 0 kB
KReclaimable:     655492 kB
SecPageTables:         0 kB
Percpu:             1192 kB
FileHugePages:      2048 kB
Balloon:            1024 kB
Hugetlb:               0 kB
DirectMap1G:    25165824 kB
"""


def host(text: str = TEXT) -> TextHost:
    return TextHost({SOURCE: text})


def test_sizes_are_bytes_and_numbers_of_pages_are_not() -> None:
    seen = snapshot(host(), memory)

    assert seen.number("memory.total") == 8_000_000 * 1024
    assert seen.number("memory.available") == 3_000_000 * 1024
    assert seen.number("memory.size", **{"class": "Dirty"}) == 120 * 1024
    assert seen.number("memory.huge_pages", state="free") == 12
    assert seen.number("memory.size", **{"class": "Hugepagesize"}) == 2 * 2**20


def test_a_kernel_older_than_3_14_has_no_estimate_of_what_is_available() -> None:
    old = "".join(line for line in TEXT.splitlines(keepends=True) if "Available" not in line)

    seen = snapshot(host(old), memory)

    assert seen.missing["memory.available"].status is Status.NOT_SUPPORTED
    assert seen.number("memory.total") == 8_000_000 * 1024


@pytest.mark.parametrize(
    ("text", "name", "kib"),
    [
        (LINUX_2_6_32, "SUnreclaim", 150528),
        (LINUX_2_6_32, "VmallocTotal", 34359738367),
        (LINUX_4_4, "Active(anon)", 91332),
        (LINUX_4_4, "AnonHugePages", 10240),
        (LINUX_6_18, "KReclaimable", 655492),
        (LINUX_6_18, "Balloon", 1024),
        (LINUX_6_18, "DirectMap1G", 25165824),
    ],
)
def test_what_each_kernel_tells_of_is_read(text: str, name: str, kib: int) -> None:
    assert snapshot(host(text), memory).number("memory.size", **{"class": name}) == kib * 1024


def test_surplus_huge_pages_are_pages_on_every_kernel() -> None:
    assert snapshot(host(LINUX_4_4), memory).number("memory.huge_pages", state="surplus") == 3


def test_a_number_that_a_later_kernel_gives_in_another_unit_is_no_size() -> None:
    seen = snapshot(host(TEXT + "Faults:   7\nHuge:  7 MB\n"), memory)

    assert seen.number("memory.size", **{"class": "Faults"}) is None
    assert seen.number("memory.size", **{"class": "Huge"}) is None


def test_a_file_without_the_total_says_so() -> None:
    missing = snapshot(host("MemFree:  500 kB\n"), memory).missing

    assert missing["memory.total"].status is Status.UNREADABLE


def test_a_light_look_takes_a_few_classes_only() -> None:
    pulse = glance(
        Look(kind=LookKind.LIGHT, number=1, at=1.0, time=1.0, files=host()),
        {"memory": memory},
        ("memory",),
    )

    assert set(pulse.numbers) == {"memory.available", "memory.size"}
    classes = {dict(labels)["class"] for labels in pulse.numbers["memory.size"]}
    assert classes == {"MemFree", "Dirty", "Shmem"}


def test_a_host_without_the_file_says_so() -> None:
    assert snapshot(TextHost(), memory).missing["memory.total"].status is Status.NOT_PRESENT


def test_a_word_in_place_of_a_number_is_unreadable() -> None:
    seen = snapshot(host("MemTotal: many kB\n"), memory)

    assert seen.missing["memory.total"].status is Status.UNREADABLE


@given(st.text(max_size=300))
def test_nonsense_gives_the_total_or_a_reason(text: str) -> None:
    seen = snapshot(host(text), memory)

    assert "memory.total" in seen.readings or "memory.total" in seen.missing


@given(st.integers(0, len(TEXT)))
def test_a_file_cut_anywhere_gives_true_numbers_or_a_reason(length: int) -> None:
    seen, whole = snapshot(host(TEXT[:length]), memory), snapshot(host(), memory)

    for family, told in seen.readings.items():
        for labels, one in told.items():
            assert one == whole.readings[family][labels]
    for family in ("memory.total", "memory.available"):
        assert family in seen.readings or family in seen.missing
