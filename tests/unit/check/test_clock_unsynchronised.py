import pytest

from hexascope.check.checks.clock_unsynchronised import clock_unsynchronised
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, reading, use


@pytest.mark.parametrize(
    ("comm", "in_step", "age", "found"),
    [
        ("chronyd", 0.0, 2000.0, 1),
        ("chronyd", 1.0, 2000.0, 0),
        ("chronyd", 0.0, 900.0, 0),
        ("sshd", 0.0, 2000.0, 0),
    ],
)
def test_only_where_a_time_daemon_runs_the_clock_must_be_in_step(
    comm: str, in_step: float, age: float, found: int
) -> None:
    about = case(
        fact("process.count", 9.0),
        use(process(comm=comm, start_s=5.0)),
        last=[reading("clock.synchronised", in_step), reading("host.since_boot", age)],
    )

    told = findings(clock_unsynchronised, about)

    assert [one.severity for one in told] == [Severity.LOW] * found
    assert all(one.harm is Harm.BUSY for one in told)
