"""Off-CPU stacks: where threads wait, as a profile and as evidence."""

import pytest

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probes.off_cpu import off_cpu, waits_at, wanted
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.profile import Profile, ProfileKind
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Harm, Status
from tests.support.cases import case, process, use
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed, measured

LOCK = ["do_syscall_64_[k]", "futex_wait_[k]", "futex_wait_queue_[k]"]
READ = ["do_syscall_64_[k]", "pipe_read_[k]"]


def sampled(*rows: Json, refused: str = "") -> ScriptedHost:
    answer: Json = {"samples": list(rows), "seconds": 2.5, "refused": refused}
    return ScriptedHost(calls={"stack_samples 7 49 2.8 yes": answer})


def test_waits_are_a_profile_and_running_is_none() -> None:
    host = sampled(
        ["worker", "futex", "pthread_cond_wait", [*LOCK], 75],
        ["worker", "read", "", [*READ], 25],
        ["worker", "running", "", [], 100],
    )
    items = measured(off_cpu, host, 7)
    profile = next(one for one in items if isinstance(one, Profile))

    assert profile.kind is ProfileKind.OFF_CPU
    assert profile.stacks[0] == (("worker", "pthread_cond_wait", "futex", *LOCK), 75)
    assert profile.samples == 100
    assert [
        (one.family, dict(one.labels).get("place"), one.value)
        for one in items
        if isinstance(one, Reading)
    ] == [
        ("off_cpu.samples", None, 100.0),
        ("off_cpu.share", "futex: futex_wait_queue", 0.75),
        ("off_cpu.share", "read: pipe_read", 0.25),
    ]


def test_without_root_the_call_is_told_and_why_there_is_no_stack() -> None:
    items = measured(off_cpu, sampled(["w", "read", "", [], 5], refused="stack: denied"), 7)

    assert [one.reason for one in items if isinstance(one, Missing)] == ["stack: denied"]
    assert next(one for one in items if isinstance(one, Profile)).stacks == ((("w", "read"), 5),)


def test_who_never_waits_has_no_profile_but_a_reason() -> None:
    with pytest.raises(NotHere, match="did not wait") as reason:
        measured(off_cpu, sampled(["w", "running", "", [], 5]), 7)
    assert reason.value.status is Status.NOT_PRESENT


@pytest.mark.parametrize("row", [[], ["w"], ["w", "read", "", "x", 5], ["w", "read", "", [], "5"]])
def test_an_answer_that_makes_no_sense_is_no_profile(row: Json) -> None:
    with pytest.raises(TypeError):
        measured(off_cpu, sampled(row), 7)


def test_a_place_is_the_call_and_the_innermost_function() -> None:
    assert waits_at(("do_syscall_64_[k]",), "read") == "read"
    assert waits_at(("schedule_[k]",), "") == "schedule"
    assert waits_at((), "") == "not in a system call"


def blaming(harm: Harm, **shares: float) -> Case:
    row = process(pid=7)
    who = blamed(entity(EntityKind.PROCESS, "worker", 7), harm=harm)
    return case(use(row, **shares), last=(row,), findings=(who,))


def test_culprits_that_wait_and_make_others_wait_are_wanted() -> None:
    assert [one.pids for one in wanted(blaming(Harm.WAITING, cpu_share=0.1))] == [(7,)]
    assert list(wanted(blaming(Harm.BUSY, cpu_share=0.1))) == []
    assert list(wanted(blaming(Harm.WAITING, cpu_share=0.91))) == []
    assert list(wanted(blaming(Harm.WAITING, cpu_share=0.5, run_delay_share=0.41))) == []
