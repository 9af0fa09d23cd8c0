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
