"""A talk with a program: bytes to and fro, each step with a limit of time and of size."""

import os
import selectors
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import IO, Self

from hexascope.kit import clock
from hexascope.kit.process import GRACE_SECONDS, ProcessError, ProcessTimeoutError

MOST_ERRORS = 16 * 1024
"""Bytes of the standard error that are kept: the last ones."""

CHUNK = 64 * 1024


class TalkEndedError(ProcessError):
    """The program closed its output before all that was awaited had come."""


class TalkTooLongError(ProcessError):
    """The program said more than was allowed."""


class Talk:
    """A running program; whatever happens in the `with`, it is killed and reaped at its end.

    It runs in a session of its own: it has no terminal to ask on, and what it starts dies with it.
    `until` is a moment of the monotonic clock.
    """

    def __init__(self, words: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self.name = words[0]
        self.errors = b""
        self._said = bytearray()
        self._sending = bytearray()
        self._finishing = False
        try:
            self._child = subprocess.Popen(  # noqa: S603 - an argument list, never a shell
                list(words),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
                bufsize=0,
            )
        except OSError as error:
            raise ProcessError(f"{self.name} could not be started: {error.strerror}") from error
        self._in, self._out, self._err = (
            _pipe(one) for one in (self._child.stdin, self._child.stdout, self._child.stderr)
        )
        self._ended = False
        self._selector = selectors.DefaultSelector()
        for pipe in (self._out, self._err):
            os.set_blocking(pipe.fileno(), False)
            self._selector.register(pipe, selectors.EVENT_READ)
        os.set_blocking(self._in.fileno(), False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, data: bytes) -> None:
        """Have this sent while the answer is awaited."""
        self._sending += data
        self._register_input()

    def finish(self) -> None:
        """Close the program's input as soon as all is sent."""
        self._finishing = True
        self._register_input()

    def through(self, mark: bytes, *, limit: int, until: float) -> bytes:
        """Give all that is said before a mark, and take the mark away."""
        begun = 0
        while True:
            at = self._said.find(mark, begun)
            if at >= 0:
                found = bytes(self._said[:at])
                del self._said[: at + len(mark)]
                return found
            begun = max(0, len(self._said) - len(mark) + 1)
            if len(self._said) > limit:
                raise TalkTooLongError(f"{self.name} said over {limit} bytes")
            if self._ended:
                raise TalkEndedError(f"{self.name} ended early")
            self._step(until)

    def rest(self, *, limit: int, until: float) -> bytes:
        """Give all that is said to the end."""
        while not self._ended:
            if len(self._said) > limit:
                break
            self._step(until)
        if len(self._said) > limit:
            raise TalkTooLongError(f"{self.name} said over {limit} bytes")
        found = bytes(self._said)
        self._said.clear()
        return found

    def code(self, *, until: float) -> int | None:
        """Give the exit code when it ends in time; what it still says on the way is taken."""
        while self._child.poll() is None and clock.monotonic() < until:
            with suppress(ProcessTimeoutError):
                self._step(min(until, clock.monotonic() + GRACE_SECONDS / 4))
        with suppress(ProcessTimeoutError):  # its last words may still lie in the pipe
            self._step(clock.monotonic() + GRACE_SECONDS / 4)
        return self._child.returncode

    def close(self) -> None:
        """Kill it with all it started, unless it has ended, and reap it."""
        self._selector.close()
        for pipe in (self._in, self._out, self._err):
            with suppress(OSError):
                pipe.close()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._child.pid, signal.SIGKILL)
        try:
            self._child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            # in uninterruptible sleep: it is left behind, and its exit code is of no interest
            self._child.returncode = -9

    def _register_input(self) -> None:
        if not self._in.closed and self._in not in self._selector.get_map():
            self._selector.register(self._in, selectors.EVENT_WRITE)

    def _step(self, until: float) -> None:
        """Wait for something to come or to go, and take it."""
        left = until - clock.monotonic()
        ready = self._selector.select(left) if left > 0 else []
        if left <= 0 or (not ready and clock.monotonic() >= until):
            raise ProcessTimeoutError(f"{self.name} gave no answer in time")
        for key, _ in ready:
            if key.fileobj is self._in:
                self._write()
            elif key.fileobj is self._out:
                self._ended = self._read(self._out, self._said) or self._ended
            else:
                told = bytearray(self.errors)
                self._read(self._err, told)
                self.errors = bytes(told[-MOST_ERRORS:])

    def _read(self, pipe: IO[bytes], into: bytearray) -> bool:
        """Take what is there; say whether that was the end."""
        try:
            data = os.read(pipe.fileno(), CHUNK)
        except BlockingIOError:
            return False
        into += data
        if not data:
            self._selector.unregister(pipe)
        return not data

    def _write(self) -> None:
        try:
            if self._sending:
                del self._sending[: os.write(self._in.fileno(), self._sending[:CHUNK])]
        except BlockingIOError:
            return
        except OSError:
            self._sending.clear()  # it has closed its input: what it says tells why
            self._finishing = True
        if self._sending:
            return
        self._selector.unregister(self._in)
        if self._finishing:
            with suppress(OSError):
                self._in.close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # each was asked for
    return pipe
