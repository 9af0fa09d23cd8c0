from hexascope.check.holders import demand_growth, held, holders, in_memory
from tests.support.cases import case, process, use

MEBIBYTE = 2**20


def test_what_processes_share_counts_once() -> None:
    workers = [
        use(process(pid=pid, rss_bytes=100 * MEBIBYTE, anon_bytes=10 * MEBIBYTE)) for pid in (1, 2)
    ]

    assert held(workers) == (2 * 10 + 90) * MEBIBYTE
    assert in_memory(workers).key == "process.rss{pid=1}"


def test_without_a_view_of_kinds_of_memory_the_largest_counts() -> None:
    assert held([use(process(rss_bytes=5)), use(process(rss_bytes=7))]) == 7


def test_nobody_holds_nothing() -> None:
    assert (held([]), holders(case())) == (0, [])


def test_pages_that_are_put_away_for_others_are_no_demand() -> None:
    assert demand_growth(use(anon_growth_per_s=-9.0, swap_growth_per_s=9.0)) == 0
    assert demand_growth(use(anon_growth_per_s=None, swap_growth_per_s=None)) == 0
