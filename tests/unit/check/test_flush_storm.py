import pytest

from hexascope.check.checks.flush_storm import flush_storm
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.storage import SDA, opened


def host(rate: float = 150, time: float = 0.006, states: str = "DDS") -> Case:
    return case(
        fact("disk.utilization", 0.9, device="sda"),
        fact("disk.flush_rate", rate, device="sda"),
        fact("disk.flush_await", time, device="sda"),
        use(process(pid=7, comm="committer"), states=states, write_bytes_per_s=4e5),
        last=[SDA, opened(7, device_number="8:1")],
    )


def found(about: Case) -> list[Finding]:
    return findings(flush_storm, about)


def test_slow_flushes_in_numbers_are_found_with_who_makes_them() -> None:
    [finding] = found(host())

    assert finding.severity is Severity.MEDIUM
    assert finding.culprit is not None
    assert finding.culprit.name == "committer"


@pytest.mark.parametrize(
    ("rate", "time", "states"),
    [(99, 0.006, "DD"), (5000, 0.0049, "DD"), (150, 0.006, "SSS"), (150, 0.006, "DSS")],
)
def test_few_flushes_fast_ones_and_those_nobody_waits_for_are_fine(
    rate: float, time: float, states: str
) -> None:
    assert found(host(rate, time, states)) == []
