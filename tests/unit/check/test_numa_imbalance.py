import pytest

from hexascope.check.checks.numa_imbalance import numa_imbalance
from hexascope.domain.case import Case
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings, reading


def about(share: float, *, free: bool = True) -> Case:
    left = [reading("numa.memory", 5e7, node="1", **{"class": "free"})] if free else []
    return case(fact("numa.miss_share", share, node="1"), last=left)


@pytest.mark.parametrize(
    ("share", "severity"),
    [(0.10, Severity.LOW), (0.29, Severity.LOW), (0.30, Severity.MEDIUM)],
)
def test_the_more_comes_from_the_other_node_the_worse(share: float, severity: Severity) -> None:
    [finding] = findings(numa_imbalance, about(share))

    assert finding.severity is severity
    assert finding.culprit
    assert finding.culprit.name == "node1"
    assert finding.description.numbers() == {"free": 5e7}


def test_what_could_not_be_read_is_said() -> None:
    [finding] = findings(numa_imbalance, about(0.5, free=False))

    assert "could not be read" in finding.description.template


def test_a_few_misses_are_fine() -> None:
    assert findings(numa_imbalance, about(0.099)) == []
