import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.swap import MOST_AREAS, SOURCE, swap
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

HEAD = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"


def host(rows: str) -> TextHost:
    return TextHost({SOURCE: HEAD + rows})


def test_each_area_tells_its_size_and_its_use_in_bytes() -> None:
    seen = snapshot(host("/dev/vda2  partition 2000 500 -2\n/swap\\040file file 10 0 -3\n"), swap)

    assert seen.number("swap.size", area="/dev/vda2") == 2000 * 1024
    assert seen.number("swap.used", area="/dev/vda2") == 500 * 1024
    assert seen.number("swap.used", area="/swap\\040file") == 0


def test_a_host_without_swap_says_so() -> None:
    told = snapshot(host(""), swap).missing["swap.used"]

    assert told.status is Status.NOT_PRESENT
    assert "no swap is set up" in told.reason


def test_a_kernel_built_without_swap_has_no_such_file() -> None:
    told = snapshot(TextHost(), swap).missing["swap.size"]

    assert told.status is Status.NOT_PRESENT
    assert SOURCE in told.reason


@pytest.mark.parametrize("text", ["", "\n", "\0\0\0", "lorem ipsum\n"])
def test_a_file_without_its_heading_is_not_read_as_a_host_without_swap(text: str) -> None:
    assert snapshot(TextHost({SOURCE: text}), swap).missing["swap.used"].status is Status.UNREADABLE


def test_the_columns_of_kernels_before_and_after_5_9_are_the_same_numbers() -> None:
    old = "Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n"
    old += "/dev/dm-1                               partition\t2097148\t10240\t-1\n"
    new = HEAD + "/dev/zram0                              partition\t4194300\t\t0\t\t100\n"

    assert snapshot(TextHost({SOURCE: old}), swap).number("swap.used", area="/dev/dm-1") == 10 << 20
    assert (
        snapshot(TextHost({SOURCE: new}), swap).number("swap.size", area="/dev/zram0")
        == 4194300 * 1024
    )


def test_a_file_that_was_deleted_while_in_use_is_still_an_area() -> None:
    seen = snapshot(host("/swapfile\\040(deleted) file\t1000\t\t10\t\t-2\n"), swap)

    assert seen.number("swap.used", area="/swapfile\\040(deleted)") == 10 * 1024


def test_no_more_areas_are_read_than_the_limit_and_the_cut_is_told() -> None:
    rows = "".join(f"/swap{number} file 10 0 -2\n" for number in range(MOST_AREAS + 5))

    seen = snapshot(host(rows), swap)

    assert len(list(seen.of("swap.size"))) == MOST_AREAS
    assert seen.missing["swap.size"].reason.startswith("sampled: ")
    assert seen.missing["swap.size"].status is Status.UNREADABLE


def test_as_many_areas_as_the_limit_are_all_of_them() -> None:
    rows = "".join(f"/swap{number} file 10 0 -2\n" for number in range(MOST_AREAS))

    assert not snapshot(host(rows), swap).missing


@given(st.text(max_size=200))
def test_nonsense_gives_a_value_or_a_reason(rows: str) -> None:
    seen = snapshot(host(rows), swap)

    for family in swap.gives:
        assert family in seen.readings or family in seen.missing
