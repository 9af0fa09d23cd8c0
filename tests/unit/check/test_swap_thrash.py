import pytest

from hexascope.check.checks.swap_thrash import swap_thrash
from hexascope.domain.finding import Finding
from hexascope.domain.rows import Cgroup
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.groups import group_use

MEBIBYTE = 2**20
MOST = 80 * MEBIBYTE


def found(back: float, out: float, *more: object) -> list[Finding]:
    return findings(
        swap_thrash, case(fact("memory.swap_in", back), fact("memory.swap_out", out), *more)
    )


def swapper(pid: int = 7, **fields: object) -> object:
    given: dict[str, object] = {"comm": "index", "swap_bytes": 80 * MEBIBYTE, **fields}
    return use(process(pid=pid, **given), major_faults_per_s=900.0)


def group(used: float, path: str = "/small") -> object:
    return group_use(
        Cgroup(path, 1, memory_bytes=int(used * MOST), memory_limit_bytes=MOST), limit_hits=5
    )


@pytest.mark.parametrize(("back", "out", "number"), [(100, 100, 1), (99, 5000, 0), (5000, 99, 0)])
def test_pages_must_go_out_and_come_back(back: float, out: float, number: int) -> None:
    assert len(found(back, out)) == number


@pytest.mark.parametrize(("back", "severity"), [(999, Severity.HIGH), (1000, Severity.CRITICAL)])
def test_the_more_comes_back_the_worse(back: float, severity: Severity) -> None:
    [finding] = found(back, 2000)

    assert (finding.severity, finding.harm, finding.threshold) == (severity, Harm.WAITING, 100)
    assert finding.title.numbers() == {"back": back, "out": 2000}


@pytest.mark.parametrize(
    ("share", "severity", "harm"),
    [(0.02, Severity.CRITICAL, Harm.WAITING), (0.019, Severity.LOW, Harm.BUSY)],
)
def test_swap_in_memory_that_nobody_waits_for_does_little_harm(
    share: float, severity: Severity, harm: Harm
) -> None:
    [finding] = found(2000, 2000, fact("pressure.some_share", share, resource="memory"))

    assert (finding.severity, finding.harm) == (severity, harm)


def test_who_faults_and_has_pages_in_swap_is_the_culprit() -> None:
    reader = use(process(pid=8, comm="reader", swap_bytes=0), major_faults_per_s=5000.0)

    [finding] = found(500, 500, reader, swapper())

    assert finding.culprit is not None
    assert finding.culprit.pids == (7,)
    assert [one.remedy for one in finding.proposals] == ["find_leak"]


@pytest.mark.parametrize(("used", "held"), [(0.90, True), (0.89, False)])
def test_a_control_group_at_its_limit_is_told_and_its_limit_is_what_to_raise(
    used: float, held: bool
) -> None:
    member = swapper(cgroups=(("memory", "/small"),))

    [finding] = found(500, 500, member, group(used))

    assert [one.name for one in finding.victims] == (["/small"] if held else [])
    assert [one.remedy for one in finding.proposals] == [
        "raise_memory_limit" if held else "find_leak"
    ]
    assert finding.description.numbers() == ({"most": MOST} if held else {})


def test_another_full_group_has_nothing_to_do_with_it() -> None:
    member = swapper(cgroups=(("memory", "/small"),))

    [finding] = found(500, 500, member, group(1.0, "/other"))

    assert finding.victims == ()


def test_the_limit_may_be_that_of_a_group_above() -> None:
    [finding] = found(500, 500, swapper(cgroup="/small/inner"), group(1.0))

    assert [one.name for one in finding.victims] == ["/small"]


def test_a_group_is_not_blamed_for_processes_that_are_in_none() -> None:
    [finding] = found(500, 500, swapper(), group(1.0))

    assert finding.victims == ()


def test_without_a_view_of_processes_a_full_group_is_the_culprit() -> None:
    [finding] = found(500, 500, group(1.0))

    assert finding.culprit is not None
    assert finding.culprit.name == "/small"


def test_without_anything_to_name_it_is_told_all_the_same() -> None:
    [finding] = found(500, 500)

    assert (finding.culprit, finding.proposals) == (None, ())
