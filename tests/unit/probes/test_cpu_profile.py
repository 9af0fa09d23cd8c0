"""CPU profile: by py-spy, by perf_event, or by states; and what it shows as evidence."""

import pytest

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probes.cpu_profile import cpu_profile, folded, wanted
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.profile import Profile
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.target import Target, TargetKind, TargetStory
from hexascope.domain.use import Status
from hexascope.kit.process import Ended
from tests.support.cases import case, process, use
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed, measured

NATIVE: Json = {
    "stacks": [[["gzip", "main", "deflate"], 60], [["gzip", "read", "vfs_read_[k]"], 40]],
    "lost": 3,
    "hertz": 49,
    "seconds": 2.5,
    "threads": 1,
    "left_out": 0,
    "kernel": True,
}
DENIED = NotHere(Status.NO_PERMISSION, "perf_event_open is not allowed; run as root")
RAW = (
    b"py-spy> Sampling 49 times a second 12\n<module> (a.py:1);work (a.py:7) 90\nidle (a.py:2) 10\n"
)


def profile(items: list[object]) -> Profile:
    return next(one for one in items if isinstance(one, Profile))


def numbers(items: list[object]) -> dict[str, float | str]:
    return {
        one.family + "".join(f" {value}" for _, value in one.labels): one.value
        for one in items
        if isinstance(one, Reading)
    }


def missing(items: list[object]) -> dict[str, str]:
    return {one.name: one.reason for one in items if isinstance(one, Missing)}


def test_a_native_program_is_profiled_by_perf_event() -> None:
    items = measured(cpu_profile, ScriptedHost(calls={"cpu_profile 7 49 2.8": NATIVE}), 7)

    assert profile(items).source == "perf_event cpu-clock"
    assert (profile(items).samples, profile(items).lost) == (100, 3)
    assert numbers(items) == {
        "profile.samples 7": 100.0,
        "profile.top_share deflate 7": 0.6,
        "profile.top_share vfs_read_[k] 7": 0.4,
        "profile.kernel_share 7": 0.4,
    }


def test_all_processes_of_a_subject_are_profiled_at_once() -> None:
    host = ScriptedHost(calls={"cpu_profile 7,8 49 2.8": NATIVE})

    assert profile(measured(cpu_profile, host, 7, 8)).pids == (7, 8)


def test_a_python_program_is_asked_by_py_spy() -> None:
    host = ScriptedHost(links={"/proc/7/exe": "/usr/bin/python3.11"}, programs={"py-spy": RAW})
    items = measured(cpu_profile, host, 7)

    assert profile(items).source == "py-spy"
    assert profile(items).stacks[0] == (("<module> (a.py:1)", "work (a.py:7)"), 90)
    assert numbers(items)["profile.top_share work (a.py:7) 7"] == 0.9
    assert "profile.kernel_share 7" not in numbers(items), "py-spy does not see the kernel"
    assert "--nonblocking" in host.ran[-1]


def test_without_py_spy_a_python_program_shows_its_interpreter_and_why() -> None:
    host = ScriptedHost(links={"/proc/7/exe": "/usr/bin/python3.11"}, calls={"cpu_profile": NATIVE})
    items = measured(cpu_profile, host, 7)

    assert profile(items).source == "perf_event cpu-clock"
    assert "hexascope[profile]" in missing(items)["py-spy"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Ended(code=1, output=b"", errors=b"Error: Permission denied\n"), "Permission denied"),
        (b"py-spy> nothing\n", "saw no stack"),
        (b"\xff\xfe nonsense \x00", "saw no stack"),
    ],
)
def test_a_py_spy_that_fails_is_told_and_replaced(answer: bytes | Ended, said: str) -> None:
    host = ScriptedHost(
        links={"/proc/7/exe": "/usr/bin/python3"},
        programs={"py-spy": answer},
        calls={"cpu_profile": NATIVE},
    )
    items = measured(cpu_profile, host, 7)

    assert profile(items).source == "perf_event cpu-clock"
    assert said in missing(items)["py-spy"]


def test_without_the_right_to_events_the_states_are_told() -> None:
    samples: Json = [
        ["gzip", "running", "", [], 60],
        ["gzip", "read", "__read", ["vfs_read_[k]"], 10],
    ]
    states: Json = {"samples": samples, "seconds": 1.5, "refused": ""}
    host = ScriptedHost(calls={"cpu_profile": DENIED, "stack_samples": states})
    items = measured(cpu_profile, host, 7)

    assert profile(items).stacks == ((("gzip", "[running]"), 60),)
    assert missing(items)["perf_event"] == DENIED.reason


def test_a_kernel_that_may_not_be_seen_is_told() -> None:
    host = ScriptedHost(calls={"cpu_profile": {**dict(NATIVE), "kernel": False}})  # type: ignore[arg-type] # it is an object

    items = measured(cpu_profile, host, 7)

    assert "paranoid" in missing(items)["profile.kernel_share"]
    assert "profile.kernel_share 7" not in numbers(items), "unknown is not zero"


def test_a_process_that_has_ended_is_the_reason() -> None:
    gone = NotHere(Status.NOT_PRESENT, "the processes have ended")
    with pytest.raises(NotHere, match="have ended"):
        measured(cpu_profile, ScriptedHost(calls={"cpu_profile": gone}), 7)


def test_a_profile_without_samples_gives_no_shares() -> None:
    empty = {**dict(NATIVE), "stacks": []}  # type: ignore[arg-type] # it is an object
    items = measured(cpu_profile, ScriptedHost(calls={"cpu_profile": empty}), 7)

    assert numbers(items) == {"profile.samples 7": 0.0}


@pytest.mark.parametrize("answer", [None, [], {"stacks": 7}, {"stacks": [[1]], "kernel": True}])
def test_an_answer_that_makes_no_sense_is_no_profile(answer: Json) -> None:
    with pytest.raises((TypeError, KeyError)):
        measured(cpu_profile, ScriptedHost(calls={"cpu_profile": answer}), 7)


def test_folded_stacks_are_read_and_other_lines_are_none() -> None:
    assert list(folded("a;b c 3\n\nx\n 4\na 12345678901\n")) == [(("a", "b c"), 3)]


def busy(share: float) -> Case:
    row = process(pid=7, comm="gzip")
    culprit = blamed(entity(EntityKind.PROCESS, "gzip", 7))
    return case(use(row, cpu_share=share), last=(row,), findings=(culprit,))


def test_culprits_that_use_a_cpu_are_wanted_and_idle_ones_are_not() -> None:
    assert [one.pids for one in wanted(busy(0.2))] == [(7,)]
    assert list(wanted(busy(0.19))) == []
    assert list(wanted(case(use(process(pid=7), cpu_share=1.0)))) == []


def test_the_processes_of_a_blamed_control_group_are_wanted_the_busiest_first() -> None:
    rows = [process(pid=pid, cgroup=path) for pid, path in ((1, "/web"), (2, "/web/a"), (3, "/w"))]
    uses = [use(row, cpu_share=share) for row, share in zip(rows, (0.3, 0.9, 1.0), strict=True)]
    group = entity(EntityKind.CGROUP, "/web", path="/web")
    about = case(*uses, last=rows, findings=(blamed(group),))

    assert [one.pids for one in wanted(about)] == [(2, 1)]


def test_a_target_is_wanted_by_its_unit_or_by_the_program_of_its_pid() -> None:
    row = process(pid=7, comm="gzip")

    def named(kind: TargetKind, name: str) -> list[str]:
        story = TargetStory(
            target=Target(kind, name),
            members=((7, "gzip"),),
            threads=1,
            seconds=5.0,
            samples=50,
            shares=(),
        )
        return [one.name for one in wanted(case(story, use(row, cpu_share=0.9), last=(row,)))]

    assert named(TargetKind.PID, "7") == ["gzip"]
    assert named(TargetKind.UNIT, "backup.service") == ["backup.service"]
