import pytest

from hexascope.check.checks.cpu_saturation import cpu_saturation
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, reading, use


def loops(number: int, **fields: object) -> list[object]:
    return [
        use(process(pid=100 + n, comm="loop", **fields), cpu_share=0.66, run_delay_share=0.3)
        for n in range(number)
    ]


WAITS = fact("pressure.some_share", 0.88, resource="cpu")
OVER = fact("cpu.over_share", 1.0)


def test_three_busy_loops_on_two_cpus_are_one_culprit() -> None:
    [finding] = findings(cpu_saturation, case(WAITS, OVER, *loops(3)))

    assert finding.culprit is not None
    assert set(finding.culprit.pids) == {100, 101, 102}
    assert (finding.severity, finding.harm) == (Severity.MEDIUM, Harm.BUSY)


@pytest.mark.parametrize(
    ("share", "over", "found"), [(0.21, 0.5, 1), (0.20, 0.5, 0), (0.21, 0.49, 0)]
)
def test_both_pressure_and_queue_must_be_above_their_limits(
    share: float, over: float, found: int
) -> None:
    about = case(
        fact("pressure.some_share", share, resource="cpu"), fact("cpu.over_share", over), *loops(3)
    )

    assert len(findings(cpu_saturation, about)) == found


@pytest.mark.parametrize(("delay", "harm"), [(0.21, Harm.WAITING), (0.19, Harm.BUSY)])
def test_it_harms_only_when_somebody_else_is_shown_to_wait(delay: float, harm: Harm) -> None:
    victim = use(process(pid=7, comm="web"), cpu_share=0.1, run_delay_share=delay)

    [finding] = findings(cpu_saturation, case(WAITS, OVER, *loops(3), victim))

    assert finding.harm is harm
    assert len(finding.victims) == (1 if harm is Harm.WAITING else 0)


def test_niced_work_that_nobody_suffers_from_is_no_finding() -> None:
    assert findings(cpu_saturation, case(WAITS, OVER, *loops(4, nice=15))) == []


def test_the_examiner_is_never_the_culprit() -> None:
    own = use(process(pid=1, comm="hexascope"), cpu_share=1.9)

    [finding] = findings(cpu_saturation, case(WAITS, OVER, own, last=[reading("process.own", 1.0)]))

    assert finding.culprit is None


def test_without_rows_of_processes_the_pressure_alone_is_told() -> None:
    [finding] = findings(cpu_saturation, case(WAITS, OVER))

    assert finding.culprit is None
    assert finding.title.numbers() == {"share": 0.88}
