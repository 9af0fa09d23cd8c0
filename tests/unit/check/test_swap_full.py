import pytest

from hexascope.check.checks.swap_full import swap_full
from hexascope.domain.case import Case
from hexascope.domain.use import Aspect, Harm, Resource, Severity
from tests.support.cases import case, fact, findings, process, use

MEBIBYTE = 2**20


def about(used: float = 0.95, out: float = 100.0, free: float = 0.5, *more: object) -> Case:
    return case(
        fact("swap.used_share", used),
        fact("memory.swap_out", out),
        fact("memory.free_share", free),
        *more,
    )


@pytest.mark.parametrize(("used", "out", "found"), [(0.90, 20, 1), (0.89, 20, 0), (0.90, 19, 0)])
def test_swap_must_be_nearly_full_and_be_filled_now(used: float, out: float, found: int) -> None:
    assert len(findings(swap_full, about(used, out))) == found


@pytest.mark.parametrize(("free", "found"), [(0.09, 1), (0.10, 0)])
def test_without_pages_going_out_memory_must_be_short(free: float, found: int) -> None:
    said = findings(swap_full, about(0.95, 0.0, free))

    assert len(said) == found
    for one in said:
        assert one.title.numbers() == {"used": 0.95, "free": free}


def test_swap_that_was_filled_long_ago_and_lies_idle_is_fine() -> None:
    idle = use(process(comm="desktop", swap_bytes=900 * MEBIBYTE))

    assert findings(swap_full, about(1.0, 0.0, 0.6, idle)) == []


@pytest.mark.parametrize(
    ("used", "free", "severity"),
    [
        (0.98, 0.05, Severity.CRITICAL),
        (0.97, 0.05, Severity.MEDIUM),
        (0.98, 0.06, Severity.MEDIUM),
    ],
)
def test_it_is_critical_when_neither_swap_nor_memory_is_left(
    used: float, free: float, severity: Severity
) -> None:
    [finding] = findings(swap_full, about(used, 100.0, free))

    assert finding.severity is severity


@pytest.mark.parametrize(
    ("share", "severity", "harm"),
    [(0.02, Severity.HIGH, Harm.WAITING), (0.019, Severity.MEDIUM, Harm.BUSY)],
)
def test_it_harms_only_when_somebody_is_shown_to_wait_for_memory(
    share: float, severity: Severity, harm: Harm
) -> None:
    waiting = fact("pressure.some_share", share, resource="memory")

    [finding] = findings(swap_full, about(0.95, 100.0, 0.5, waiting))

    assert (finding.severity, finding.harm) == (severity, harm)


def test_who_asks_for_more_is_the_culprit_and_not_whose_idle_pages_are_put_away() -> None:
    leak = use(
        process(pid=7, comm="leak", swap_bytes=100 * MEBIBYTE),
        anon_growth_per_s=4.0 * MEBIBYTE,
        swap_growth_per_s=6.0 * MEBIBYTE,
    )
    idle = use(
        process(pid=8, comm="idle", swap_bytes=800 * MEBIBYTE),
        anon_growth_per_s=-20.0 * MEBIBYTE,
        swap_growth_per_s=20.0 * MEBIBYTE,
    )

    [finding] = findings(swap_full, about(0.95, 100.0, 0.5, idle, leak))

    assert finding.culprit is not None
    assert finding.culprit.pids == (7,)
    assert finding.description.numbers() == {"rate": 10.0 * MEBIBYTE}


@pytest.mark.parametrize(("free", "pid"), [(0.10, 7), (0.09, 8)])
def test_one_that_grows_beside_it_is_blamed_only_while_the_whole_host_is_short(
    free: float, pid: int
) -> None:
    small = use(process(pid=7, comm="small", swap_bytes=100 * MEBIBYTE))
    beside = use(process(pid=8, comm="beside"), anon_growth_per_s=9.0 * MEBIBYTE)

    [finding] = findings(swap_full, about(0.95, 100.0, free, small, beside))

    assert finding.culprit is not None
    assert finding.culprit.pid == pid


@pytest.mark.parametrize(("rate", "pid"), [(MEBIBYTE, 7), (MEBIBYTE - 1, 8)])
def test_without_real_growth_it_is_who_has_most_in_swap(rate: float, pid: int) -> None:
    little = use(process(pid=7, comm="little", swap_bytes=4096), anon_growth_per_s=float(rate))
    much = use(process(pid=8, comm="much", swap_bytes=800 * MEBIBYTE))

    [finding] = findings(swap_full, about(0.95, 100.0, 0.5, little, much))

    assert finding.culprit is not None
    assert finding.culprit.pid == pid


def test_without_rows_of_processes_and_without_what_is_available_it_is_told_all_the_same() -> None:
    [finding] = findings(
        swap_full, case(fact("swap.used_share", 1.0), fact("memory.swap_out", 50.0))
    )

    assert finding.culprit is None
    assert (finding.resource, finding.aspect) == (Resource.SWAP, Aspect.UTILIZATION)
    assert finding.threshold == 0.90
