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
    assert snapshot(host(""), swap).missing["swap.used"].status is Status.NOT_PRESENT


def test_no_more_areas_are_read_than_the_limit() -> None:
    rows = "".join(f"/swap{number} file 10 0 -2\n" for number in range(MOST_AREAS + 5))

    assert len(list(snapshot(host(rows), swap).of("swap.size"))) == MOST_AREAS


@given(st.text(max_size=200))
def test_nonsense_never_ends_a_look(rows: str) -> None:
    assert snapshot(host(rows), swap).at == 100.0
