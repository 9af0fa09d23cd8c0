"""A talk with a program: what goes to and fro, and every way in which it can end."""

import time
from pathlib import Path

import pytest

from hexascope.kit.process import ProcessError, ProcessTimeoutError
from hexascope.kit.talk import MOST_ERRORS, Talk, TalkEndedError, TalkTooLongError

LONG = 20.0


def until(seconds: float = LONG) -> float:
    return time.monotonic() + seconds


def test_much_is_sent_while_much_is_read() -> None:
    data = bytes(range(256)) * 40_000  # more than any pipe holds
    with Talk(["cat"]) as talk:
        talk.send(data)
        talk.finish()

        assert talk.rest(limit=len(data), until=until()) == data
        assert talk.code(until=until()) == 0


def test_answers_are_taken_mark_by_mark_also_when_a_mark_comes_in_pieces() -> None:
    words = ["sh", "-c", "printf 'one\\nEN'; sleep 0.1; printf 'D\\ntwo\\nEND\\nthree'"]
    with Talk(words) as talk:
        assert talk.through(b"\nEND\n", limit=100, until=until()) == b"one"
        assert talk.through(b"\nEND\n", limit=100, until=until()) == b"two"
        with pytest.raises(TalkEndedError):
            talk.through(b"\nEND\n", limit=100, until=until())


def test_a_program_that_does_not_read_is_no_reason_to_stand_still() -> None:
    with Talk(["sh", "-c", "echo said; exec sleep 60"]) as talk:
        talk.send(b"x" * 10_000_000)

        assert talk.through(b"\n", limit=100, until=until()) == b"said"
    with Talk(["sh", "-c", "exec <&-; echo closed"]) as talk:
        talk.send(b"x" * 10_000_000)

        assert talk.through(b"\n", limit=100, until=until()) == b"closed"


def test_silence_and_too_many_words_have_their_limits() -> None:
    with Talk(["sleep", "60"]) as talk:
        began = time.monotonic()
        with pytest.raises(ProcessTimeoutError):
            talk.through(b"\n", limit=100, until=until(0.1))
        with pytest.raises(ProcessTimeoutError):
            talk.rest(limit=100, until=until(0.1))
        assert talk.code(until=until(0.1)) is None
        assert time.monotonic() - began < LONG / 2
    with Talk(["yes"]) as talk, pytest.raises(TalkTooLongError):
        talk.through(b"no", limit=100_000, until=until())
    with Talk(["yes"]) as talk, pytest.raises(TalkTooLongError):
        talk.rest(limit=100_000, until=until())


def test_of_the_errors_the_last_are_kept() -> None:
    with Talk(["sh", "-c", "yes start | head -c 100000 >&2; echo 'the end' >&2; exit 3"]) as talk:
        talk.rest(limit=100, until=until())

        assert talk.code(until=until()) == 3
        assert talk.errors.endswith(b"the end\n")
        assert len(talk.errors) <= MOST_ERRORS


def test_at_the_end_it_is_dead_with_all_that_it_started(tmp_path: Path) -> None:
    script = f"trap '' TERM; sleep 60 & echo $! >{tmp_path}/below; echo $$; wait"
    with Talk(["sh", "-c", script]) as talk:
        pid = int(talk.through(b"\n", limit=100, until=until()))

    assert not Path(f"/proc/{pid}").exists()
    below = Path(f"/proc/{(tmp_path / 'below').read_text().strip()}/stat")
    assert _dies(below)


def _dies(stat: Path) -> bool:
    """Say whether it ends soon; who reaps it is not ours to say."""
    end = until()
    while time.monotonic() < end:
        try:
            if stat.read_text().split()[2] in "ZX":
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(ProcessError, match="no-such-program could not be started"):
        Talk(["no-such-program"])
