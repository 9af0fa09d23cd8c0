import pytest

from hexascope.check.checks.gpu_errors import gpu_errors
from hexascope.domain.rows import LogLine
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, findings, reading

NAME = reading("gpu.name", "A100", gpu="0")


@pytest.mark.parametrize(("before", "after", "found"), [(1.0, 2.0, 1), (2.0, 2.0, 0)])
def test_memory_errors_count_when_they_are_new(before: float, after: float, found: int) -> None:
    about = case(
        first=[NAME, reading("gpu.uncorrected", before, gpu="0")],
        last=[NAME, reading("gpu.uncorrected", after, gpu="0")],
    )

    told = findings(gpu_errors, about)

    assert [one.severity for one in told] == [Severity.HIGH] * found


def test_an_xid_in_the_log_of_the_window_is_told() -> None:
    line = LogLine(103.0, 3, 9, "NVRM: Xid (PCI:0000:01:00): 79, GPU has fallen off the bus")

    [finding] = findings(gpu_errors, case(last=[NAME, line]))

    assert finding.harm is Harm.FAILING
