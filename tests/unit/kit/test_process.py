import sys

import pytest

from hexascope.kit.process import ProcessError, ProcessTimeoutError, run


def test_a_program_gives_its_code_and_output() -> None:
    ended = run(["sh", "-c", "echo out; echo err >&2; exit 3"], timeout_seconds=10)

    assert (ended.code, ended.output, ended.errors) == (3, b"out\n", b"err\n")


def test_a_program_that_does_not_end_is_killed_and_told() -> None:
    with pytest.raises(ProcessTimeoutError, match=r"no answer in 0\.05 s"):
        run(["sleep", "60"], timeout_seconds=0.05)


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(ProcessError, match="could not be started"):
        run(["/no/such/program"], timeout_seconds=1)


def test_a_program_is_given_its_input_and_may_leave_it_unread() -> None:
    assert run(["cat"], timeout_seconds=10, given=b"hello").output == b"hello"
    assert run(["true"], timeout_seconds=10, given=b"x" * 1000).code == 0
    with pytest.raises(ProcessError, match="a pipe holds"):
        run(["cat"], timeout_seconds=10, given=b"x" * 100_000)


def test_output_beyond_the_limit_is_thrown_away_and_does_not_hold_the_program() -> None:
    ended = run(
        ["sh", "-c", "head -c 300000 /dev/zero; echo end >&2"], timeout_seconds=10, most_bytes=100
    )

    assert (ended.code, ended.output, ended.errors) == (0, b"\0" * 100, b"end\n")


def test_the_cpu_time_of_a_program_is_told() -> None:
    burn = "for _ in range(10**6): pass"
    ended = run([sys.executable, "-I", "-S", "-c", burn], timeout_seconds=30)

    assert 0.01 <= ended.cpu_s < 20


def test_a_grandchild_that_keeps_the_output_open_ends_with_the_time() -> None:
    with pytest.raises(ProcessTimeoutError):
        run(["sh", "-c", "sleep 60 & exit 0"], timeout_seconds=0.2)
