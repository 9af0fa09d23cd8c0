from dataclasses import replace

import pytest

from hexascope.check.checks.memory_leak import memory_leak
from hexascope.domain.finding import Finding
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, reading, use

RATE = 40.0 * 2**20


def found(left: float, *, seconds: float = 5.0, pid: int = 4242) -> list[Finding]:
    growth = replace(fact("memory.leak_growth", RATE, pid=str(pid)), window_s=seconds)
    return findings(
        memory_leak,
        case(
            growth,
            fact("memory.time_left", left, pid=str(pid)),
            use(process(comm="cache")),
            last=[reading("process.count", 90.0), reading("memory.available", 2.0**34)],
        ),
    )


@pytest.mark.parametrize(
    ("left", "severity"),
    [
        (3600.0, Severity.MEDIUM),
        (901.0, Severity.MEDIUM),
        (900.0, Severity.HIGH),
        (121.0, Severity.HIGH),
        (120.0, Severity.CRITICAL),
    ],
)
def test_the_less_time_is_left_the_worse(left: float, severity: Severity) -> None:
    [finding] = found(left)

    assert (finding.severity, finding.harm) == (severity, Harm.WASTE)
    assert finding.title.numbers() == {"rate": RATE, "left": left}


def test_growth_that_would_take_more_than_an_hour_is_fine() -> None:
    assert found(3601.0) == []


@pytest.mark.parametrize(("seconds", "number"), [(4.0, 1), (3.9, 0)])
def test_a_short_window_does_not_tell_a_leak_from_a_rise(seconds: float, number: int) -> None:
    assert len(found(60.0, seconds=seconds)) == number


def test_the_growing_process_is_the_culprit() -> None:
    [finding] = found(60.0)

    assert finding.culprit is not None
    assert (finding.culprit.pid, finding.culprit.name) == (4242, "cache")
    assert [one.remedy for one in finding.proposals] == ["find_leak"]


def test_growth_of_a_process_that_nobody_knows_is_left_out() -> None:
    assert found(60.0, pid=1) == []


def test_a_host_on_which_nothing_grows_is_fine() -> None:
    healthy = case(last=[reading("process.count", 90.0), reading("memory.available", 2.0**34)])

    assert findings(memory_leak, healthy) == []
