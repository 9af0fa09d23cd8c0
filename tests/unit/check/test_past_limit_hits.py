import pytest

from hexascope.check.checks.past_limit_hits import past_limit_hits
from hexascope.domain.case import Case
from hexascope.domain.rows import Cgroup, CgroupUse
from hexascope.domain.use import Severity, When
from tests.support.cases import case, fact, findings

MIB = 2**20
GROUP = Cgroup(
    "/web",
    2,
    memory_bytes=40 * MIB,
    memory_limit_bytes=100 * MIB,
    memory_peak_bytes=100 * MIB,
    memory_limit_hits=7,
)


def about(group: Cgroup = GROUP, *, hits_now: int = 0) -> Case:
    use = CgroupUse(group, 5.0, *(None,) * 4, hits_now, *(None,) * 8)
    return case(fact("past.since", 1.0), fact("cgroup.count", 1.0), use)


def test_a_peak_at_the_limit_is_told_as_past() -> None:
    [found] = findings(past_limit_hits, about())

    assert found.when is When.PAST
    assert found.own_severity is Severity.LOW
    assert {one.key: one.value for one in found.evidence} == {
        "past.memory_peak{cgroup=/web}": 100.0 * MIB,
        "past.memory_limit{cgroup=/web}": 100.0 * MIB,
        "past.limit_hits{cgroup=/web}": 7.0,
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"memory_peak_bytes": 97 * MIB},
        {"memory_bytes": 90 * MIB},
        {"memory_limit_hits": 0},
        {"memory_limit_hits": None},
        {"memory_limit_bytes": None},
        {"memory_peak_bytes": None},
    ],
)
def test_a_group_that_never_met_it_or_still_does_or_does_not_tell_is_left_alone(
    fields: dict[str, int | None],
) -> None:
    assert findings(past_limit_hits, about(GROUP._replace(**fields))) == []  # type: ignore[arg-type] # of the row


def test_at_its_sides_the_limits_decide() -> None:
    just = GROUP._replace(memory_peak_bytes=98 * MIB, memory_bytes=90 * MIB - 1)
    assert len(findings(past_limit_hits, about(just))) == 1


def test_a_limit_that_is_met_in_the_window_is_not_past() -> None:
    assert findings(past_limit_hits, about(hits_now=1)) == []
