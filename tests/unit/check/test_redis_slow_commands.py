import pytest

from hexascope.check.checks.redis_slow_commands import redis_slow_commands
from hexascope.domain.case import Case
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use


def host(share: float = 0.7, mean: float = 0.15, command: str = "keys", pid: int = 7) -> Case:
    return case(
        fact("redis.command_share", share, command=command, pid="7"),
        fact("redis.command_s", mean, command=command, pid="7"),
        use(process(pid=pid, comm="redis-server")),
    )


def test_a_command_that_takes_the_only_thread_is_named() -> None:
    [finding] = findings(redis_slow_commands, host())

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)
    assert finding.culprit is not None
    assert finding.culprit.pid == 7
    assert dict(finding.title.values)["command"] == "KEYS"
    assert "all keys" in finding.description.template


@pytest.mark.parametrize(
    ("share", "mean", "severity"),
    [(0.30, 0.010, Severity.MEDIUM), (0.59, 1.0, Severity.MEDIUM), (0.60, 0.010, Severity.HIGH)],
)
def test_from_its_limits_on_it_is_found(share: float, mean: float, severity: Severity) -> None:
    [finding] = findings(redis_slow_commands, host(share, mean))

    assert finding.severity is severity


@pytest.mark.parametrize(("share", "mean"), [(0.29, 1.0), (0.99, 0.009)])
def test_many_quick_commands_and_a_seldom_slow_one_are_healthy(share: float, mean: float) -> None:
    assert findings(redis_slow_commands, host(share, mean)) == []


def test_another_command_and_a_server_nobody_saw() -> None:
    [finding] = findings(redis_slow_commands, host(command="del", pid=8))

    assert "all keys" not in finding.description.template
    assert finding.culprit is not None
    assert finding.culprit.name == "pid 7"
