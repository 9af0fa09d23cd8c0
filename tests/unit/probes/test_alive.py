"""Before a probe that was asked for late: are they there yet, and are they who they were?"""

import os

import pytest

from hexascope.collect.probing.alive import alive
from hexascope.domain.probe import Subject
from tests.support.cases import case, process
from tests.support.host import TextHost

TICKS = os.sysconf("SC_CLK_TCK")
CASE = case(last=(process(pid=7, start_s=12.34), process(pid=8, start_s=50.0)))
BOTH = Subject(name="worker", pids=(7, 8))


def stat(pid: int, start_s: float) -> dict[str, str]:
    fields = ["S", *["0"] * 18, str(round(start_s * TICKS)), *["0"] * 30]
    return {f"/proc/{pid}/stat": f"{pid} (a) b) {' '.join(fields)}"}


def test_who_runs_yet_is_probed() -> None:
    assert alive(TextHost({**stat(7, 12.34), **stat(8, 50.0)}), BOTH, CASE) == BOTH


def test_who_has_ended_meanwhile_is_left_out() -> None:
    assert alive(TextHost(stat(8, 50.0)), BOTH, CASE) == Subject(name="worker", pids=(8,))


@pytest.mark.parametrize("files", [{}, stat(7, 12.35), {"/proc/7/stat": "7 (cut"}])
def test_a_pid_that_is_gone_or_another_process_now_is_not_probed(files: dict[str, str]) -> None:
    assert alive(TextHost(files), Subject(name="worker", pids=(7,)), CASE) is None


def test_what_has_no_process_is_there() -> None:
    disk = Subject(name="vda", place="vda")

    assert alive(TextHost({}), disk, CASE) == disk
