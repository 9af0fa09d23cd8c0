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
def test_nonsense_never_ends_a_look(text: str) -> None:
    assert snapshot(host(text), memory).at == 100.0


@given(st.integers(0, len(TEXT)))
def test_a_cut_file_never_ends_a_look(length: int) -> None:
    seen = snapshot(host(TEXT[:length]), memory)

    assert seen.number("memory.total") is not None or "memory.available" in seen.missing
