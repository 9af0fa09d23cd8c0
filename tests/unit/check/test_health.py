from dataclasses import replace

from hexascope.check.health import health
from hexascope.domain.examination import Cell
from hexascope.domain.finding import Finding
from hexascope.domain.use import Severity, Status, When
from tests.support.examinations import finding

SEEN = Cell(component="cpu", aspect="errors", status=Status.MEASURED)
UNSEEN = Cell(component="cpu", aspect="errors", status=Status.NO_PERMISSION, reason="no")


def made(check: str, severity: Severity, when: When = When.NOW) -> Finding:
    return replace(finding(), check=check, severity=severity, when=when)


def test_each_check_costs_points_once_by_its_worst_finding() -> None:
    several = [
        made("a", Severity.MEDIUM),
        made("a", Severity.CRITICAL),
        made("b", Severity.HIGH),
        made("c", Severity.LOW),
        made("d", Severity.INFO),
    ]

    scored = health(several, [SEEN])

    assert scored.score == 100 - 40 - 20 - 2
    assert [(one.check, one.points) for one in scored.lost] == [("a", 40), ("b", 20), ("c", 2)]


def test_the_past_costs_nothing() -> None:
    assert health([made("a", Severity.CRITICAL, When.PAST)], [SEEN]).score == 100


def test_a_score_does_not_fall_below_zero() -> None:
    assert health([made(name, Severity.CRITICAL) for name in "abc"], [SEEN]).score == 0


def test_a_host_of_which_little_could_be_seen_is_unknown_and_not_healthy() -> None:
    assert health([], [SEEN, UNSEEN]).score == 100
    assert health([], [SEEN, UNSEEN, UNSEEN]).score is None
    assert health([], []).score is None
