from hexascope.check.checks.proxy_limits import proxy_limits
from hexascope.domain.case import Case
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings, process, use


def host(held: int, most: int = 1024, comm: str = "nginx") -> Case:
    row = process(comm=comm, descriptors=held, descriptor_limit=most)
    return case(fact("process.count", 9.0), use(row))


def test_a_proxy_half_way_to_a_small_limit_is_information() -> None:
    [finding] = findings(proxy_limits, host(512))

    assert finding.severity is Severity.INFO
    assert finding.own_severity is Severity.LOW


def test_room_to_spare_a_large_limit_another_program_or_a_full_one_are_not_told() -> None:
    assert findings(proxy_limits, host(511)) == []
    assert findings(proxy_limits, host(5000, most=8192)) == []
    assert findings(proxy_limits, host(600, comm="worker")) == []
    assert findings(proxy_limits, host(900)) == []
