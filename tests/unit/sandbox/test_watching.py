"""What is seen of a job from outside: its end, its output, its processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence

import pytest

from hexascope.kit.process import Child, begin
from hexascope.sandbox import family, running
from hexascope.sandbox.contract import Executor, Level, Limits, Why

ENVIRONMENT = {"PATH": os.environ["PATH"]}


def started(words: Sequence[str], most_bytes: int = 1000) -> Child:
    return begin(words, environment=ENVIRONMENT, most_bytes=most_bytes)


def watched(
    words: Sequence[str], look: running.Look = lambda: None, **limits: float
) -> tuple[running.Watched, Child]:
    child = started(words)
    try:
        given = Limits(**limits)  # type: ignore[arg-type]  # seconds alone are given
        return running.watched(child, given, look, child.kill), child
    finally:
        child.kill()
        child.close()


@pytest.mark.parametrize(
    ("does", "why", "code"),
    [
        ("exit 0", Why.FINISHED, 0),
        ("exit 3", Why.FINISHED, 3),
        ("exit 128", Why.FINISHED, 128),
        ("exit 137", Why.SIGNAL, -9),
        ("kill -9 $$", Why.SIGNAL, -9),
        ("exit 152", Why.CPU, -24),
        ("kill -XCPU $$", Why.CPU, -24),
        ("exit 153", Why.WRITTEN, -25),
        ("kill -XFSZ $$", Why.WRITTEN, -25),
    ],
)
def test_why_a_job_ended_is_read_from_its_code(does: str, why: Why, code: int) -> None:
    how, _ = watched(["sh", "-c", does])

    assert (how.why, how.code) == (why, code)


def test_a_job_that_passes_a_limit_is_ended_and_keeps_its_reason() -> None:
    how, child = watched(["sh", "-c", "echo hello; exec sleep 60"], lambda: Why.INODES)

    assert (how.why, bytes(child.output)) == (Why.INODES, b"hello\n")
    assert child.ended() is not None


def test_the_time_of_a_job_is_held() -> None:
    assert watched(["sleep", "60"], wall_s=0.1)[0].why is Why.WALL


@pytest.mark.parametrize(
    ("why", "begun", "told"),
    [
        (Why.FINISHED, False, Why.BROKEN),
        (Why.SIGNAL, False, Why.BROKEN),
        (Why.WALL, False, Why.WALL),
        (Why.FINISHED, True, Why.FINISHED),
    ],
)
def test_what_ended_before_it_began_is_the_sandbox_failing(
    why: Why, begun: bool, told: Why
) -> None:
    child = started(["true"])
    child.close()
    how = running.Watched(why=why, code=0, seconds=0.1)

    ran = running.ran(Executor(name="x", level=Level.CGROUP), child, how, begun=begun)

    assert ran.why is told
    child.kill()


def test_a_program_sees_the_variables_and_descriptors_that_it_is_given_alone() -> None:
    read, write = os.pipe()
    kept, other = os.pipe()
    code = "import os; print(sorted(os.environ), os.listdir('/proc/self/fd'))"
    child = begin(
        [sys.executable, "-I", "-S", "-c", code],
        environment={"LC_ALL": "C", "ONE": "1"},
        most_bytes=1000,
        handed=(write,),
    )
    child.tell(b"")
    while child.read(5):
        pass
    told = child.output.decode()
    child.kill()
    child.close()

    assert "['LC_ALL', 'ONE']" in told
    assert f"'{write}'" in told
    assert f"'{kept}'" not in told
    for one in (read, write, kept, other):
        os.close(one)


def test_output_beyond_the_limit_is_told_and_not_kept() -> None:
    child = started(["sh", "-c", "echo 0123456789; echo x >&2"], most_bytes=4)
    while child.read(5):
        pass
    child.kill()
    child.close()

    assert (bytes(child.output), bytes(child.errors), child.over) == (b"0123", b"x\n", True)


def test_a_program_that_waits_for_its_input_to_end_can_be_told() -> None:
    child = started(["cat"])
    assert child.ended() is None
    child.hang_up()
    while child.read(5):
        pass
    running.awaited(child)

    assert child.ended() == 0
    child.close()


def test_children_and_their_children_are_found_and_counted() -> None:
    shell = subprocess.Popen(
        ["sh", "-c", "sh -c 'echo; sleep 60; :' & wait"],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert shell.stdout is not None
        shell.stdout.readline()
        found = family.descendants(shell.pid)
        while len(found) < 2:
            found = family.descendants(shell.pid)
        assert shell.pid not in found
        assert family.used_memory([shell.pid, *found], 2**40) > 0
        assert 0 < family.used_memory([shell.pid], 1) < 2**30
        family.kill(found)
        assert shell.wait(10) is not None
    finally:
        if shell.poll() is None:
            os.killpg(shell.pid, signal.SIGKILL)
        shell.wait()
        if shell.stdout is not None:
            shell.stdout.close()


def test_cpu_time_is_counted() -> None:
    begun = family.used_cpu_s([os.getpid()])
    while family.used_cpu_s([os.getpid()]) <= begun:
        pass

    assert family.used_cpu_s([os.getpid()]) > begun


def test_processes_that_are_gone_count_as_nothing() -> None:
    gone = 2**22 + 1

    assert family.descendants(gone) == []
    assert family.used_cpu_s([gone]) == 0
    assert family.used_memory([gone], 0) == 0
    assert running.gone(gone)
    family.kill([gone])
