import pytest

from hexascope.check.checks.descriptors_full import descriptors_full
from hexascope.domain.case import Case
from hexascope.domain.use import Aspect, Harm, Severity
from tests.support.cases import case, fact, findings, process, use


def host(held: int, most: int = 256, growth: float = 0.0) -> Case:
    row = process(comm="gateway", descriptors=held, descriptor_limit=most)
    return case(fact("process.count", 100.0), use(row, descriptor_growth_per_s=growth))


@pytest.mark.parametrize("held", [252, 256])
def test_a_process_at_its_limit_fails(held: int) -> None:
    [finding] = findings(descriptors_full, host(held))

    assert finding.severity is Severity.HIGH
    assert finding.harm is Harm.FAILING
    assert finding.aspect is Aspect.ERRORS
    assert finding.culprit is not None
    assert finding.culprit.name == "gateway"


def test_much_used_is_low_and_no_error() -> None:
    [finding] = findings(descriptors_full, host(205))

    assert (finding.severity, finding.harm) == (Severity.LOW, Harm.BUSY)
    assert finding.aspect is Aspect.UTILIZATION


def test_nearly_full_is_high() -> None:
    [finding] = findings(descriptors_full, host(245))

    assert finding.severity is Severity.HIGH
    assert finding.harm is Harm.BUSY


def test_a_leak_that_meets_its_limit_within_minutes_is_told_before_it_is_full() -> None:
    [finding] = findings(descriptors_full, host(140, growth=5.0))

    assert finding.harm is Harm.WASTE
    assert finding.proposals[0].remedy == "fix_descriptor_leak"


def test_a_limit_used_below_eighty_percent_is_healthy() -> None:
    assert findings(descriptors_full, host(204)) == []


def test_a_sandbox_that_may_open_nothing_is_healthy() -> None:
    assert findings(descriptors_full, host(8, most=8)) == []


def test_a_process_whose_descriptors_can_not_be_seen_is_left_alone() -> None:
    row = process(descriptors=None, descriptor_limit=256)

    assert findings(descriptors_full, case(fact("process.count", 1.0), use(row))) == []
