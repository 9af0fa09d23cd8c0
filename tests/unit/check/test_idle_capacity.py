from hexascope.check.checks.idle_capacity import idle_capacity
from hexascope.domain.case import Case
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings

GIB = float(2**30)


def host(cpus: float, memory: float) -> Case:
    return case(
        fact("waste.cpus_needed", cpus),
        fact("waste.cpus_idle", 1.9),
        fact("waste.memory_needed", memory),
    )


def test_a_host_of_which_half_would_do_is_information() -> None:
    [finding] = findings(idle_capacity, host(1.0, 2 * GIB))

    assert finding.severity is Severity.INFO
    assert finding.proposals[0].remedy == "rightsize_host"


def test_a_host_that_needs_its_cpus_or_its_memory_is_left_alone() -> None:
    assert findings(idle_capacity, host(2.0, GIB)) == []
    assert findings(idle_capacity, host(1.0, 3 * GIB)) == []
