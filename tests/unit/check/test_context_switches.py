import pytest

from hexascope.check.checks.context_switches import context_switches
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use


def rates(total: float) -> list[object]:
    return [fact("cpu.switch_rate", total), fact("cpu.switch_rate_per_cpu", total / 2)]


def pair(rate: float) -> list[object]:
    return [
        use(process(pid=50, ppid=1, comm="ping"), voluntary_per_s=rate),
        use(process(pid=51, ppid=50, comm="ping"), voluntary_per_s=rate * 0.95),
    ]


def test_parent_and_child_that_hand_a_byte_to_each_other_are_one_culprit() -> None:
    [finding] = findings(context_switches, case(*rates(98_000), *pair(24_000)))

    assert finding.culprit is not None
    assert set(finding.culprit.pids) == {50, 51}
    assert (finding.severity, finding.harm) == (Severity.MEDIUM, Harm.WASTE)
    assert (finding.evidence[0].family, finding.threshold) == ("cpu.switch_rate_per_cpu", 20_000)


def test_beside_busy_loops_the_pair_stands_out_below_the_limit_of_the_host() -> None:
    [finding] = findings(context_switches, case(*rates(30_000), *pair(8_000)))

    assert (finding.evidence[0].family, finding.threshold) == ("group.switches", 12_000)


@pytest.mark.parametrize(("total", "found"), [(40_000, 1), (39_000, 0)])
def test_without_a_culprit_the_limit_is_that_of_the_host(total: float, found: int) -> None:
    told = findings(context_switches, case(*rates(total)))

    assert len(told) == found
    assert all(one.severity is Severity.LOW and one.culprit is None for one in told)


def test_two_thousand_timers_a_second_are_healthy() -> None:
    timers = use(process(pid=9), voluntary_per_s=2_000.0)

    assert findings(context_switches, case(*rates(5_000), timers)) == []
