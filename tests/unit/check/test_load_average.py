import pytest

from hexascope.check.checks.load_average import load_average
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, reading


@pytest.mark.parametrize(("load", "found"), [(4.0, 1), (3.9, 0)])
def test_a_high_load_is_told_with_what_ran_and_what_was_blocked(load: float, found: int) -> None:
    about = case(
        fact("load.running", 1.5),
        fact("load.blocked", 3.0),
        last=[reading("load.average", load, minutes="1"), reading("cpu.count", 2.0)],
    )

    told = findings(load_average, about)

    assert [one.severity for one in told] == [Severity.INFO] * found
    assert all(one.harm is Harm.BUSY for one in told)
