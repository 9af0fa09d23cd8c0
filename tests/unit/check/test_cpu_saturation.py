from hexascope.check.checks.cpu_saturation import WAITING, cpu_saturation
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings


def test_a_host_whose_tasks_seldom_wait_is_left_alone() -> None:
    assert findings(cpu_saturation, case(fact(WAITING, 0.19, resource="cpu"))) == []


def test_waits_from_the_limit_on_are_found_with_the_share_in_the_title() -> None:
    [finding] = findings(cpu_saturation, case(fact(WAITING, 0.471, resource="cpu")))

    assert finding.severity is Severity.MEDIUM
    assert finding.keys == ("pressure.some_share{resource=cpu}",)
    assert finding.title.numbers() == {"share": 0.471}
