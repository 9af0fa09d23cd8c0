"""The contract of Executor, over each that works on this machine."""

import errno
import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from hexascope.domain.errors import NoSandbox
from hexascope.sandbox.chain import executors, tried
from hexascope.sandbox.contract import Executor, Job, Level, Limits, Ran, Why
from hexascope.sandbox.folder import PREFIX, place
from hexascope.words import render


@pytest.fixture(params=[one for one in executors() if not one.by_name], ids=lambda one: one.name)
def executor(request: pytest.FixtureRequest) -> Executor:
    one: Executor = request.param
    found = tried(one)
    if found.why_not is not None:
        pytest.skip(f"{one.name}: {render(found.why_not)}")
    return one


def ran(executor: Executor, source: str, **limits: float) -> Ran:
    return executor.run(Job(source=source, limits=Limits(**limits)))  # type: ignore[arg-type]  # ints are given as such


def test_code_reads_its_files_and_prints(executor: Executor) -> None:
    job = Job(
        source="import json, statistics as s; print(s.mean(json.load(open('evidence.json'))))",
        files={"evidence.json": json.dumps([1, 2, 6]).encode(), "other": b""},
    )

    told = executor.run(job)

    assert (told.stdout, told.stderr, told.why, told.exit_code) == (b"3\n", b"", Why.FINISHED, 0)
    assert told.well
    assert (told.executor, told.level) == (executor.name, executor.level)
    assert told.seconds > 0


def test_a_mistake_in_the_code_is_told_with_its_line(executor: Executor) -> None:
    told = ran(executor, "x = 1\n1 / 0")

    assert (told.why, told.exit_code, told.stdout) == (Why.FINISHED, 1, b"")
    assert b'File "job.py", line 2' in told.stderr
    assert b"ZeroDivisionError" in told.stderr
    assert not told.well


def test_an_exit_code_is_given_back(executor: Executor) -> None:
    assert ran(executor, "import sys; sys.exit(7)").exit_code == 7


def test_code_that_is_no_python_has_run_and_failed(executor: Executor) -> None:
    told = ran(executor, "Let me think about it.")

    assert (told.why, told.exit_code) == (Why.FINISHED, 1)
    assert b"SyntaxError" in told.stderr


def test_a_signal_is_told(executor: Executor) -> None:
    told = ran(executor, "import os; os.kill(os.getpid(), 9)")

    assert (told.why, told.exit_code) == (Why.SIGNAL, -9)


def test_the_working_folder_holds_the_files_and_nothing_else(executor: Executor) -> None:
    job = Job(source="import os; print(sorted(os.listdir('.')))", files={"b": b"1", "a": b"2"})

    assert executor.run(job).stdout == b"['a', 'b']\n"


def test_nothing_of_one_job_is_there_for_the_next(executor: Executor) -> None:
    assert ran(executor, "open('left', 'w').write('x')").well
    assert ran(executor, "import os; print(os.listdir('.'))").stdout == b"[]\n"


def test_code_sees_four_variables_and_none_of_ours(
    executor: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "s3cr3t")

    told = ran(executor, "import os; print(sorted(os.environ))")

    known = {b"HOME", b"LC_ALL", b"MALLOC_ARENA_MAX", b"PATH", b"PWD"}
    assert {one.encode() for one in eval(told.stdout)} <= known


def test_each_output_is_cut_at_its_limit_and_the_job_ended(executor: Executor) -> None:
    told = ran(executor, "import sys\nwhile True: print('x' * 1000)", output_bytes=10_000)

    assert (told.why, len(told.stdout), told.stderr) == (Why.OUTPUT, 10_000, b"")
    told = ran(executor, "import sys; sys.stderr.write('x' * 10_001)", output_bytes=10_000)
    assert len(told.stderr) == 10_000


def test_output_up_to_the_limit_is_given_whole(executor: Executor) -> None:
    told = ran(executor, "print('x' * 9_999)", output_bytes=10_000)

    assert (told.why, len(told.stdout)) == (Why.FINISHED, 10_000)


def test_a_job_that_waits_is_ended_at_its_time(executor: Executor) -> None:
    told = ran(executor, "import time; print(1, flush=True); time.sleep(60)", wall_s=1.5)

    assert (told.why, told.stdout) == (Why.WALL, b"1\n")


def test_a_job_that_closes_its_outputs_is_still_watched(executor: Executor) -> None:
    source = "import os, time\nfor one in (0, 1, 2): os.close(one)\ntime.sleep(60)"

    assert ran(executor, source, wall_s=0.4).why is Why.WALL


def test_files_are_bounded_in_number(executor: Executor) -> None:
    many = "for number in range(100_000): open(f'f{number}', 'w').close()"

    assert ran(executor, many, inodes=200).why is Why.INODES
    assert ran(executor, many.replace("100_000", "100"), inodes=200).well


def test_a_file_is_bounded_in_size(executor: Executor) -> None:
    fill = "with open('f', 'wb', buffering=0) as file:\n  while file.write(bytes(65536)): pass"

    told = ran(executor, fill, written_bytes=2**20)
    assert not told.well
    assert told.why is Why.WRITTEN or b"OSError" in told.stderr


def test_memory_is_bounded(executor: Executor) -> None:
    told = ran(executor, "kept = bytearray(b'x') * 2**27", memory_bytes=2**26)

    assert not told.well
    assert told.why is Why.MEMORY or b"MemoryError" in told.stderr


def test_processes_and_threads_may_be_started_within_the_limit(executor: Executor) -> None:
    told = ran(
        executor,
        "import os, threading\n"
        "thread = threading.Thread(target=print, args=('thread',)); thread.start(); thread.join()\n"
        "child = os.fork() or os._exit(3)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))",
    )

    assert told.stdout == b"thread\n3\n", told


def test_no_folder_is_left_even_of_a_deep_and_locked_tree(executor: Executor) -> None:
    source = (
        "import os\n"
        "for number in range(20):\n"
        "    os.mkdir('d'); os.chdir('d'); open('f', 'w').close()\n"
        "os.mkdir('locked', 0)"
    )

    assert ran(executor, source).well
    assert list(place(by_others=True).glob(f"{PREFIX}{os.getpid()}-*")) == []
    assert list(place(by_others=False).glob(f"{PREFIX}{os.getpid()}-*")) == []


def test_many_jobs_at_once_stay_apart(executor: Executor) -> None:
    def go(number: int) -> bytes:
        job = Job(
            source="import os; print(open('number').read(), os.listdir('.'))",
            files={"number": str(number).encode()},
        )
        return executor.run(job).stdout

    open_before = sorted(os.listdir("/proc/self/fd"))
    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(go, range(24)))

    assert told == [f"{number} ['number']\n".encode() for number in range(24)]
    assert sorted(os.listdir("/proc/self/fd")) == open_before


def test_what_the_system_refuses_is_no_sandbox(
    executor: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(os, "memfd_create", refused)

    with pytest.raises(NoSandbox, match=r"can't be set up: .*Too many open files"):
        ran(executor, "pass")


def test_its_level_is_one_that_code_may_run_at(executor: Executor) -> None:
    assert executor.level >= Level.LANDLOCK
