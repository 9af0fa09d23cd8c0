import pytest

from hexascope.check.checks.memory_available import memory_available
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Finding
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use

MEBIBYTE = 2**20
SEARCHED = fact("memory.direct_reclaim", 50.0)
CALM = fact("memory.direct_reclaim", 0.0)


def found(free: float, *more: object, reclaim: Evidence = SEARCHED) -> list[Finding]:
    return findings(memory_available, case(fact("memory.free_share", free), reclaim, *more))


@pytest.mark.parametrize(
    ("free", "severity"),
    [(0.05, Severity.HIGH), (0.021, Severity.HIGH), (0.02, Severity.CRITICAL)],
)
def test_little_memory_that_programs_search_for_is_grave(free: float, severity: Severity) -> None:
    [finding] = found(free)

    assert (finding.severity, finding.harm) == (severity, Harm.WAITING)
    assert (finding.title.numbers(), finding.threshold) == ({"free": free}, 0.05)


def test_above_the_limit_it_is_fine_even_while_memory_is_searched() -> None:
    assert found(0.051) == []


def test_little_memory_that_nobody_misses_is_fine_until_hardly_any_is_left() -> None:
    assert found(0.021, reclaim=CALM) == []

    [finding] = found(0.02, reclaim=CALM)
    assert (finding.severity, finding.harm) == (Severity.LOW, Harm.BUSY)


@pytest.mark.parametrize(
    ("shown", "number"),
    [
        (fact("memory.swap_in", 1.0), 1),
        (fact("memory.swap_in", 0.2), 1),
        (fact("memory.swap_in", 0.19), 0),
        (fact("memory.swap_in", 0.0), 0),
        (fact("pressure.some_share", 0.02, resource="memory"), 1),
        (fact("pressure.some_share", 0.019, resource="memory"), 0),
        (fact("pressure.some_share", 0.9, resource="cpu"), 0),
    ],
)
def test_swapping_in_and_waiting_for_memory_show_the_want_as_well(
    shown: Evidence, number: int
) -> None:
    assert len(found(0.04, shown, reclaim=CALM)) == number


def test_where_the_search_is_not_counted_the_other_signals_tell() -> None:
    waited = fact("pressure.some_share", 0.02, resource="memory")

    [finding] = findings(memory_available, case(fact("memory.free_share", 0.04), waited))

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)
    assert findings(memory_available, case(fact("memory.free_share", 0.04))) == []


def test_who_holds_most_is_the_culprit_and_shared_pages_count_once() -> None:
    workers = [
        use(
            process(
                pid=pid,
                ppid=9,
                comm="postgres",
                rss_bytes=1000 * MEBIBYTE,
                anon_bytes=10 * MEBIBYTE,
            )
        )
        for pid in range(20, 30)
    ]
    heap = use(process(pid=7, comm="java", rss_bytes=3000 * MEBIBYTE, anon_bytes=2900 * MEBIBYTE))

    [finding] = found(0.03, *workers, heap)

    assert finding.culprit is not None
    assert finding.culprit.pids == (7,)
    assert finding.description.numbers() == {"size": 3000.0 * MEBIBYTE}
    assert [one.remedy for one in finding.proposals] == ["find_leak"]


def test_one_that_has_ended_holds_nothing() -> None:
    gone = use(process(pid=7, comm="gone", rss_bytes=9000 * MEBIBYTE), ended=True)

    [finding] = found(0.03, gone)

    assert finding.culprit is None
