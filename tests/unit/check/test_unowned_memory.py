import pytest

from hexascope.check.checks.unowned_memory import unowned_memory
from hexascope.domain.case import Case
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, reading

GIB = 2.0**30


def about(
    share: float = 0.2, size: float = 8 * GIB, free: float = 0.5, balloon: float = 0.0
) -> Case:
    return case(
        fact("memory.unowned_share", share),
        fact("memory.unowned", size),
        fact("memory.free_share", free),
        last=[
            reading("memory.total", 40 * GIB),
            reading("memory.size", balloon, **{"class": "Balloon"}),
        ],
    )


@pytest.mark.parametrize(
    ("free", "severity"), [(0.5, Severity.LOW), (0.1, Severity.LOW), (0.09, Severity.MEDIUM)]
)
def test_memory_that_nobody_owns_is_graver_where_it_is_missed(
    free: float, severity: Severity
) -> None:
    [finding] = findings(unowned_memory, about(free=free))

    assert (finding.severity, finding.harm) == (severity, Harm.WASTE)
    assert finding.culprit is None
    assert finding.title.numbers() == {"size": 8 * GIB, "share": 0.2}


@pytest.mark.parametrize("one", [about(share=0.049), about(size=GIB - 1)])
def test_what_drivers_take_on_any_metal_is_fine(one: Case) -> None:
    assert findings(unowned_memory, one) == []


@pytest.mark.parametrize(("free", "severity"), [(0.1, Severity.LOW), (0.09, Severity.MEDIUM)])
def test_what_the_hypervisor_took_is_laid_on_its_balloon(free: float, severity: Severity) -> None:
    [finding] = findings(unowned_memory, about(share=0.0, size=0.0, free=free, balloon=2 * GIB))

    assert finding.severity is severity
    assert finding.culprit
    assert finding.culprit.name == "balloon"
    assert finding.title.numbers() == {"size": 2 * GIB}


def test_a_small_balloon_is_fine() -> None:
    assert findings(unowned_memory, about(share=0.0, size=0.0, balloon=2 * GIB - 1)) == []
