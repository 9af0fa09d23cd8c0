from hexascope.check.checks.oom_kill import oom_kill
from hexascope.domain.case import Case
from hexascope.domain.rows import Cgroup, CgroupUse, LogLine
from hexascope.domain.use import Harm, Severity, When
from tests.support.cases import case, fact, findings
from tests.support.groups import group_use

CONSTRAINT = (
    "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
    "oom_memcg=/shop,task_memcg=/shop/cart,task=cart,pid=77,uid=0"
)
KILLED = (
    "Memory cgroup out of memory: Killed process 77 (cart) total-vm:1kB, anon-rss:2kB, file-rss:0kB"
)
BY_HOST = "Out of memory: Killed process 78 (batch) total-vm:9kB, anon-rss:8kB, UID:0"
NEED = fact("memory.total", 8e9)


def logged(*texts: str, at: float = 103.0) -> Case:
    return case(NEED, *(LogLine(at, 3, n, text) for n, text in enumerate(texts)))


def test_a_kill_by_a_groups_limit_names_the_group_and_the_killed_process() -> None:
    [finding] = findings(oom_kill, logged("cart invoked oom-killer: order=0", CONSTRAINT, KILLED))

    assert finding.severity is Severity.CRITICAL
    assert finding.harm is Harm.FAILING
    assert finding.culprit is not None
    assert finding.culprit.name == "/shop"
    assert [(one.name, one.pid) for one in finding.victims] == [("cart", 77)]


def test_a_kill_for_want_of_the_hosts_memory_names_the_killed_program() -> None:
    [finding] = findings(oom_kill, logged(BY_HOST))

    assert finding.culprit is not None
    assert (finding.culprit.name, finding.culprit.pid) == ("batch", 78)


def test_a_kill_before_the_window_is_past_and_information() -> None:
    [finding] = findings(oom_kill, logged(CONSTRAINT, KILLED, at=99.0))

    assert finding.when is When.PAST
    assert finding.severity is Severity.INFO


def test_yesterdays_kill_is_not_told() -> None:
    assert findings(oom_kill, logged(CONSTRAINT, KILLED, at=-90_000.0)) == []


def test_without_the_log_the_groups_own_counter_is_proof() -> None:
    group = group_use(Cgroup(path="/shop", version=2), oom_kills=2)

    [finding] = findings(oom_kill, case(NEED, group))

    assert finding.severity is Severity.CRITICAL
    assert finding.keys == ("oom.kills{cgroup=/shop,seen_in=cgroup}",)


def test_log_and_counter_of_one_group_are_one_finding() -> None:
    seen = logged(CONSTRAINT, KILLED)
    group = group_use(Cgroup(path="/shop", version=2), oom_kills=1)

    assert len(findings(oom_kill, case(NEED, group, *seen.rows(LogLine)))) == 1


def limited(path: str, most: int | None, kills: int, hits: int) -> CgroupUse:
    group = Cgroup(path=path, version=2, memory_limit_bytes=most)
    return group_use(group, oom_kills=kills, limit_hits=hits)


def test_a_kill_in_a_group_below_is_that_of_the_limit_above_and_told_once() -> None:
    groups = (limited("/shop", 2**20, 0, 9), limited("/shop/cart", None, 1, 0))
    rows = logged(CONSTRAINT, KILLED).rows(LogLine)

    [seen] = findings(oom_kill, case(NEED, *groups, *rows))
    [blind] = findings(oom_kill, case(NEED, *groups))

    assert seen.culprit is not None
    assert blind.culprit is not None
    assert (seen.culprit.name, blind.culprit.name) == ("/shop", "/shop")


def test_a_kill_by_the_host_is_not_laid_on_the_limit_of_the_group_that_counts_it_too() -> None:
    group = limited("/shop", 2**30, 1, 0)
    rows = logged(BY_HOST).rows(LogLine)

    [seen] = findings(oom_kill, case(NEED, group, *rows))
    [blind] = findings(oom_kill, case(NEED, group))

    assert seen.culprit is not None
    assert seen.culprit.name == "batch"
    assert "limit" not in blind.title.template


def test_the_groups_above_that_count_the_same_kill_are_not_told_again() -> None:
    groups = (limited("/a", None, 1, 0), limited("/a/b", 2**20, 1, 5))

    [found] = findings(oom_kill, case(NEED, *groups))

    assert found.culprit is not None
    assert found.culprit.name == "/a/b"


def test_a_log_line_of_an_old_kernel_gets_its_group_from_the_counter() -> None:
    plan = "Memory cgroup out of memory: Kill process 77 (cart) score 990 or sacrifice child"
    rows = logged(plan, "Killed process 77 (cart) total-vm:1kB, anon-rss:2kB").rows(LogLine)
    group = limited("/shop", 2**20, 1, 5)

    [found] = findings(oom_kill, case(NEED, group, *rows))

    assert found.culprit is not None
    assert found.culprit.name == "/shop"


def test_who_merely_asked_for_memory_is_no_kill() -> None:
    assert findings(oom_kill, logged("cart invoked oom-killer: gfp_mask=0xcc0, order=0")) == []


def test_where_only_the_hosts_counter_tells_of_a_kill_it_is_a_finding_without_a_culprit() -> None:
    [found] = findings(oom_kill, case(fact("memory.total", 8e9), fact("memory.oom_kills", 2)))

    assert found.severity is Severity.CRITICAL
    assert found.culprit is None
    assert found.title.numbers() == {"number": 2.0}
