import pytest

from hexascope.check.checks.idle_huge_pages import idle_huge_pages
from hexascope.domain.case import Case
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings


def about(share: float = 0.3, free: float = 0.5) -> Case:
    return case(
        fact("memory.huge_idle_share", share),
        fact("memory.huge_idle", 8 * 2.0**30),
        fact("memory.free_share", free),
    )


@pytest.mark.parametrize(
    ("free", "standing", "severity"),
    [(0.10, True, Severity.INFO), (0.09, False, Severity.MEDIUM)],
)
def test_idle_huge_pages_are_a_note_until_memory_is_short(
    free: float, standing: bool, severity: Severity
) -> None:
    [finding] = findings(idle_huge_pages, about(free=free))

    assert (finding.standing, finding.severity) == (standing, severity)
    assert finding.proposals[0].remedy == "free_huge_pages"


def test_strict_raises_the_note() -> None:
    [finding] = findings(idle_huge_pages, about(), strict=True)

    assert finding.severity is Severity.LOW


def test_a_small_rest_is_fine() -> None:
    assert findings(idle_huge_pages, about(share=0.049)) == []
