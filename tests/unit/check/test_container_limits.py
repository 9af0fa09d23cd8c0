from hexascope.check.checks.container_limits import container_limits
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings

GIB = float(2**30)


def test_limits_below_the_hosts_are_information() -> None:
    about = case(
        fact("cgroup.own", "/box"),
        fact("cgroup.own_quota", 0.5),
        fact("cgroup.own_memory_limit", GIB),
    )

    [finding] = findings(container_limits, about)

    assert finding.severity is Severity.INFO
    assert finding.title.numbers() == {"cpus": 0.5, "memory": GIB}


def test_one_limit_alone_is_told_alone() -> None:
    [cpu] = findings(container_limits, case(fact("cgroup.own", "/x"), fact("cgroup.own_quota", 1)))
    about = case(fact("cgroup.own", "/x"), fact("cgroup.own_memory_limit", GIB))
    [memory] = findings(container_limits, about)

    assert cpu.title.numbers() == {"cpus": 1}
    assert memory.title.numbers() == {"memory": GIB}


def test_no_limit_or_one_as_wide_as_the_host_is_not_told() -> None:
    assert findings(container_limits, case(fact("cgroup.own", "/"))) == []
    about = case(fact("cgroup.own", "/x"), fact("cgroup.own_quota", 2.0))
    assert findings(container_limits, about) == []
