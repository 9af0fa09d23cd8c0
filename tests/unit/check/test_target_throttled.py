from hexascope.check.checks.target_throttled import target_throttled
from hexascope.domain.entity import EntityKind
from hexascope.domain.target import ThreadState
from hexascope.domain.use import Severity
from tests.support.cases import case, findings
from tests.support.stories import about, hop

QUOTA = (hop(ThreadState.THROTTLED, "CPU quota", via="cgroup /web"),)


def test_a_target_held_back_by_a_quota_is_told_with_the_group() -> None:
    (made,) = findings(target_throttled, about({ThreadState.THROTTLED: 0.2}, hops=QUOTA))

    assert made.severity is Severity.MEDIUM
    assert made.culprit is not None
    assert (made.culprit.kind, made.culprit.path) == (EntityKind.CGROUP, "/web")


def test_most_of_its_time_is_high() -> None:
    (made,) = findings(target_throttled, about({ThreadState.THROTTLED: 0.4}, hops=QUOTA))

    assert made.severity is Severity.HIGH


def test_a_little_throttling_or_no_quota_is_no_finding() -> None:
    assert not findings(target_throttled, about({ThreadState.THROTTLED: 0.14}, hops=QUOTA))
    assert not findings(target_throttled, about({ThreadState.RUNNABLE: 0.9}, hops=QUOTA))
    assert not findings(target_throttled, about({ThreadState.THROTTLED: 0.9}))


def test_without_a_target_it_says_nothing() -> None:
    assert not list(target_throttled.judge(case(), target_throttled.options))
