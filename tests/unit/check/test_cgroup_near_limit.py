from dataclasses import replace

from hexascope.check.checks.cgroup_near_limit import cgroup_near_limit
from hexascope.domain.case import Case
from hexascope.domain.rows import Cgroup
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.groups import group_use

MIB = 2**20


def host(
    used: int = 98, anon: int = 95, inactive: int = 0, path: str = "/shop", **fields: object
) -> Case:
    now = Cgroup(
        path=path,
        version=2,
        memory_bytes=used * MIB,
        memory_limit_bytes=100 * MIB,
        inactive_file_bytes=inactive * MIB,
        anon_bytes=anon * MIB,
        shmem_bytes=0,
    )
    return case(fact("cgroup.count", 3.0), group_use(now, **fields))


def test_a_group_that_waits_for_memory_at_its_limit_is_high() -> None:
    [finding] = findings(cgroup_near_limit, host(memory_full_share=0.2))

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)
    assert finding.culprit is not None
    assert finding.culprit.name == "/shop"


def test_a_container_that_sees_itself_as_the_top_group_is_told_of_its_own_limit() -> None:
    about = host(path="/", memory_full_share=0.2)
    inside = use(process(comm="java", cgroup="/"))

    [finding] = findings(cgroup_near_limit, replace(about, facts=about.facts.with_more([inside])))

    assert finding.culprit is not None
    assert finding.culprit.name == "/"
    assert [one.name for one in finding.victims] == ["java"]


def test_a_group_that_runs_into_its_limit_with_memory_that_can_not_be_dropped_is_medium() -> None:
    [finding] = findings(cgroup_near_limit, host(limit_hits=40))

    assert (finding.severity, finding.harm) == (Severity.MEDIUM, Harm.WAITING)


def test_a_group_that_meets_its_limit_within_minutes_is_told() -> None:
    [finding] = findings(cgroup_near_limit, host(used=91, memory_growth_per_s=0.1 * MIB))

    assert finding.harm is Harm.BUSY


def test_a_limit_that_is_well_used_and_never_met_is_healthy() -> None:
    assert findings(cgroup_near_limit, host()) == []


def test_a_limit_used_below_ninety_percent_is_healthy() -> None:
    assert findings(cgroup_near_limit, host(used=89, memory_full_share=0.2)) == []


def test_file_cache_that_fills_the_limit_is_healthy() -> None:
    assert findings(cgroup_near_limit, host(used=100, anon=20, inactive=70, limit_hits=9)) == []


def test_hits_count_only_where_most_of_the_limit_can_not_be_dropped() -> None:
    assert findings(cgroup_near_limit, host(used=100, anon=84, limit_hits=9)) == []
    assert findings(cgroup_near_limit, host(used=100, anon=85, limit_hits=9))


def test_a_mapped_database_fills_its_limit_and_is_healthy() -> None:
    assert findings(cgroup_near_limit, host(used=100, anon=20, limit_hits=9)) == []
