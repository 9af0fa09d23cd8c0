import pytest

from hexascope.collect.collectors.target_tasks import target_tasks
from hexascope.collect.contract import Plan
from hexascope.collect.samples import with_samples
from hexascope.domain.errors import BadTarget
from hexascope.domain.rows import TargetProcess
from hexascope.domain.snapshot import Missing
from hexascope.domain.target import Target, TargetKind
from hexascope.domain.use import Status
from hexascope.services.targets import must_be_here, must_be_seen
from tests.support.cases import window
from tests.support.host import TextHost
from tests.support.proc import WHOAMI, stat_text

HERE = TargetProcess(10, 1.0, "main process")
NOWHERE = Missing("target", Status.NOT_PRESENT, "no unit named 'ngnix' here; near: nginx.service")


def host(pid: str) -> TextHost:
    return TextHost(
        {"/proc/10/stat": stat_text(10)},
        calls={
            "whoami": dict(WHOAMI),
            "target": {"kind": "pid", "name": pid},
            "watch_tasks": 1,
            "task_samples": {"rows": [], "left_out": 0},
        },
    )


def test_a_target_is_sampled_often_and_in_a_long_window_less_so() -> None:
    short, long = with_samples(Plan(window_seconds=5)), with_samples(Plan(window_seconds=600))

    assert 20 <= 1 / short.sample_seconds <= 50
    assert long.sample_seconds == pytest.approx(0.1)
    assert short.light_seconds == Plan().light_seconds


def test_a_wrong_name_ends_before_a_window_is_waited_for() -> None:
    must_be_here(host("10"), {"target_tasks": target_tasks})
    with pytest.raises(BadTarget, match="no process '11' is here"):
        must_be_here(host("11"), {"target_tasks": target_tasks})


def test_a_collector_that_is_turned_off_is_told() -> None:
    with pytest.raises(BadTarget, match=r"turn collectors\.target_tasks off"):
        must_be_here(host("10"), {})


def test_a_window_that_never_saw_the_target_is_an_error_with_near_names() -> None:
    with pytest.raises(BadTarget, match=r"near: nginx\.service"):
        must_be_seen(window([NOWHERE], [NOWHERE]), None)


def test_a_target_that_ended_meanwhile_is_no_error() -> None:
    must_be_seen(window([HERE], [NOWHERE]), Target(TargetKind.UNIT, "nginx"))


def test_a_source_that_knows_nothing_of_a_target_says_so() -> None:
    must_be_seen(window(), None)
    with pytest.raises(BadTarget, match="record there with --unit"):
        must_be_seen(window(), Target(TargetKind.UNIT, "nginx"))
