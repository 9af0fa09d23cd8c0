"""System calls: counted by the kernel, or sampled where that may not be."""

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probes.syscalls import syscalls, wanted
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status
from tests.support.cases import case, process, use
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed, measured


def values(items: list[object]) -> dict[str, float | str]:
    return {
        " ".join((one.family, dict(one.labels).get("call", ""))).strip(): one.value
        for one in items
        if isinstance(one, Reading)
    }


def test_calls_are_counted_and_their_kinds_are_shares() -> None:
    answer: Json = {"calls": 3000, "seconds": 1.5, "kinds": [["read", 90], ["write", 30]]}
    items = measured(syscalls, ScriptedHost(calls={"syscall_counts 7 1.5": answer}), 7)

    assert values(items) == {
        "syscall.per_s": 2000.0,
        "syscall.called_share read": 0.75,
        "syscall.called_share write": 0.25,
    }


def test_a_process_that_calls_nothing_has_a_rate_of_zero_and_no_shares() -> None:
    answer: Json = {"calls": 0, "seconds": 1.5, "kinds": []}

    assert values(measured(syscalls, ScriptedHost(calls={"syscall_counts": answer}), 7)) == {
        "syscall.per_s": 0.0
    }


def test_without_tracefs_the_calls_are_sampled_and_why_is_told() -> None:
    samples: Json = [["w", "read", "", [], 30], ["w", "", "", [], 10]]
    host = ScriptedHost(
        calls={
            "syscall_counts": NotHere(Status.NOT_PRESENT, "tracefs is not mounted"),
            "stack_samples": {"samples": samples},
        }
    )
    items = measured(syscalls, host, 7)

    assert values(items) == {
        "syscall.share read": 0.75,
        "syscall.share not in a system call": 0.25,
    }
    assert {one.name for one in items if isinstance(one, Missing)} == {
        "syscall.per_s",
        "syscall.called_share",
    }


def test_culprits_that_keep_the_kernel_busy_are_wanted() -> None:
    def about(share: float) -> Case:
        row = process(pid=7)
        who = blamed(entity(EntityKind.PROCESS, "worker", 7))
        return case(use(row, cpu_share=0.9, system_share=share), last=(row,), findings=(who,))

    assert [one.pids for one in wanted(about(0.2))] == [(7,)]
    assert list(wanted(about(0.19))) == []
