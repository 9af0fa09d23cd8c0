import pytest

from hexascope.check.checks.past_unit_restarts import past_unit_restarts
from hexascope.check.judge import judge
from hexascope.domain.case import Case
from hexascope.domain.rows import ServiceUnit
from hexascope.domain.snapshot import Missing
from hexascope.domain.use import Severity, Status, When
from tests.support.cases import WALL, case, fact, findings

UNIT = ServiceUnit("web.service", "active", "running", "success", 2, 9_000.0, 77)


def about(unit: ServiceUnit = UNIT, *, asked_s: float = 3600.0) -> Case:
    end = WALL + 105.0
    return case(
        fact("past.since", end - asked_s),
        fact("host.since_boot", 10_000.0),
        fact("unit.count", 1.0),
        unit,
    )


def test_a_service_that_was_started_again_since_then_is_told_with_its_age() -> None:
    [found] = findings(past_unit_restarts, about())

    assert found.when is When.PAST
    assert found.own_severity is Severity.MEDIUM
    assert found.ago_s == 1_000.0
    assert {one.key: one.value for one in found.evidence} == {
        "past.restarts{unit=web.service}": 2.0,
        "past.started_ago{unit=web.service}": 1_000.0,
    }


@pytest.mark.parametrize(
    "healthy",
    [
        UNIT._replace(restarts=0),  # started by hand
        UNIT._replace(started_s=None),
        UNIT._replace(started_s=9_996.0),  # in the window: that is unit_failed's to tell
    ],
)
def test_what_did_not_end_by_itself_or_ended_now_is_not_told(healthy: ServiceUnit) -> None:
    assert findings(past_unit_restarts, about(healthy)) == []


def test_only_what_was_since_the_time_asked_for_counts() -> None:
    assert len(findings(past_unit_restarts, about(asked_s=1_000.0))) == 1
    assert findings(past_unit_restarts, about(asked_s=999.0)) == []


def test_without_since_nobody_asked_and_nothing_is_said() -> None:
    bare = case(UNIT, last=[Missing("past.since", Status.NOT_ASKED, "nobody asked")])
    judged = judge(bare, {"past_unit_restarts": past_unit_restarts})

    assert (judged.findings, judged.unjudged) == ((), ())
