from collections.abc import Iterator

import pytest

from hexascope.collect.contract import NotHere, Part
from hexascope.collect.probes.node_runtime import SAMPLES, node_runtime
from hexascope.domain.entity import EntityKind
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Harm, Status
from tests.support.cases import case, process
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed, measured

STAT, WAITS = "/proc/7/task/7/stat", "/proc/7/task/7/wchan"


class Thread(ScriptedHost):
    """A thread whose state is another at each look."""

    def __init__(self, states: str, wchan: "str | NotHere" = "ep_poll") -> None:
        super().__init__({WAITS: wchan})
        self._states: Iterator[str] = iter(states)

    def read_part(self, path: str, limit: int) -> Part:
        if path == STAT:
            return Part(f"7 (no) de) {next(self._states)} 1 7 7", whole=True)
        return super().read_part(path, limit)


def readings(host: ScriptedHost) -> dict[tuple[str, str], float | str]:
    return {
        (one.family, dict(one.labels).get("place", "")): one.value
        for one in measured(node_runtime, host, 7)
        if isinstance(one, Reading)
    }


def test_the_longest_stretch_of_work_and_where_it_waits_are_told() -> None:
    told = readings(Thread("S" * 10 + "R" * 32 + "S" * 8 + "R" * 10))

    assert told["loop.busy_share", ""] == pytest.approx(42 / SAMPLES)
    assert told["loop.longest_busy_s", ""] == pytest.approx(32 * 0.025)
    assert told["loop.waits_at", "ep_poll"] == pytest.approx(18 / SAMPLES)


def test_a_loop_that_rests_and_one_whose_wait_is_hidden() -> None:
    assert readings(Thread("S" * 60))["loop.longest_busy_s", ""] == 0
    hidden = readings(Thread("S" * 60, NotHere(Status.NO_PERMISSION, "no")))
    assert hidden["loop.waits_at", "unknown"] == 1
    assert readings(Thread("S" * 60, "0"))["loop.waits_at", "unknown"] == 1


def test_a_process_that_ended_or_shows_nonsense_says_so() -> None:
    with pytest.raises(NotHere, match="No such file"):
        readings(ScriptedHost())
    with pytest.raises(NotHere, match="empty"):
        readings(ScriptedHost({STAT: ""}))


def test_node_programs_that_make_others_wait_are_wanted() -> None:
    def wanted(executable: str, harm: Harm) -> list[tuple[int, ...]]:
        about = case(
            findings=(blamed(entity(EntityKind.PROCESS, "svc", 7), harm=harm),),
            last=[process(pid=7, executable=executable)],
        )
        return [one.pids for one in node_runtime.wants(about)]

    assert wanted("/usr/bin/node", Harm.WAITING) == [(7,)]
    assert wanted("/usr/bin/node", Harm.BUSY) == []
    assert wanted("/usr/bin/python3", Harm.WAITING) == []
