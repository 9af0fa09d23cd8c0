from hexascope.check.checks.tcp_memory import tcp_memory
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(tcp_memory, case(fact("tcp.memory_use", 0.9)))

    assert finding.own_severity is Severity.HIGH
    assert finding.culprit
    assert finding.culprit.name == "net.ipv4.tcp_mem"


def test_what_is_below_is_left_alone() -> None:
    assert findings(tcp_memory, case(fact("tcp.memory_use", 0.89))) == []
