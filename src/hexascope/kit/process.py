"""The only starter of processes: argument lists, limits, a time-out, and no waiting for ever."""

import os
import selectors
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from hexascope.kit import clock

GRACE_SECONDS = 0.2
"""How long a killed child is waited for; one in uninterruptible sleep is left behind."""

LONGEST_OUTPUT = 4 * 1024 * 1024
"""Bytes of a child's output that are kept."""

CHUNK = 64 * 1024


class ProcessError(Exception):
    """A program could not be started, or did not end in time."""


class ProcessTimeoutError(ProcessError):
    """A program did not end in time and was killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a program ended; output is cut at LONGEST_OUTPUT bytes, or where the caller said.

    `cpu_s` is the CPU time that it and the children it waited for have used.
    """

    code: int
    output: bytes
    errors: bytes
    cpu_s: float = 0.0


def run(
    words: Sequence[str],
    *,
    timeout_seconds: float,
    environment: Mapping[str, str] | None = None,
    given: bytes = b"",
    most_bytes: int = LONGEST_OUTPUT,
) -> Ended:
    """Run an argument list without a shell; killed when the time is over, and never waited for.

    `given` (at most 64 KiB, what a pipe holds) is its input.
    """
    if len(given) > CHUNK:
        raise ProcessError(f"{words[0]} would be given {len(given)} bytes; a pipe holds {CHUNK}")
    ends = clock.monotonic() + timeout_seconds
    try:
        child = subprocess.Popen(  # noqa: S603 - an argument list, never a shell
            list(words),
            stdin=subprocess.PIPE if given else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C", **(environment or {})},
            start_new_session=True,
        )
    except OSError as error:
        raise ProcessError(f"{words[0]} could not be started: {error.strerror}") from error
    try:
        _give(child, given)
        output, errors = _drained(child, most_bytes, ends)
        cpu = _ended(child, ends)
    except TimeoutError:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # a session of its own: its children end as well
        _leave(child)
        raise ProcessTimeoutError(f"{words[0]} gave no answer in {timeout_seconds:g} s") from None
    finally:
        for pipe in (child.stdin, child.stdout, child.stderr):
            if pipe is not None:
                pipe.close()
    return Ended(code=child.returncode, output=output, errors=errors, cpu_s=cpu)


def _give(child: "subprocess.Popen[bytes]", given: bytes) -> None:
    if child.stdin is None:
        return
    with suppress(BrokenPipeError):  # it does not want to hear it: its code and errors say why
        os.write(child.stdin.fileno(), given)
    child.stdin.close()


def _drained(child: "subprocess.Popen[bytes]", most: int, ends: float) -> tuple[bytes, bytes]:
    """Read both outputs to their ends; what is over the limit is read and thrown away."""
    kept = {"output": bytearray(), "errors": bytearray()}
    with selectors.DefaultSelector() as waiting:
        for name, pipe in (("output", child.stdout), ("errors", child.stderr)):
            if pipe is not None:
                waiting.register(pipe, selectors.EVENT_READ, name)
        while waiting.get_map():
            left = ends - clock.monotonic()
            ready = waiting.select(max(0.0, left))
            if not ready and left <= 0:
                raise TimeoutError
            for key, _ in ready:
                data = os.read(key.fd, CHUNK)
                if not data:
                    waiting.unregister(key.fileobj)
                known = kept[key.data]
                known += data[: max(0, most - len(known))]
    return bytes(kept["output"]), bytes(kept["errors"])


def _ended(child: "subprocess.Popen[bytes]", ends: float) -> float:
    """Wait for the end; give the CPU seconds, which a dead child tells until it is reaped."""
    pause = 0.0005
    while True:
        found = os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        if found is not None:
            break
        if clock.monotonic() > ends:
            raise TimeoutError
        clock.pause(pause)
        pause = min(pause * 2, 0.02)
    cpu = _cpu_of(child.pid)
    child.wait(GRACE_SECONDS)
    return cpu


def _cpu_of(pid: int) -> float:
    """Give user and system time of a process and of those it waited for; 0 where not told."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read(4096).rpartition(b")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError):
        return 0.0


def _leave(child: "subprocess.Popen[bytes]") -> None:
    """Reap a killed child if it dies soon; else let it be."""
    try:
        child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        # Popen's finaliser would warn of a living child; its exit code is of no interest
        child.returncode = -9


class Child:
    """A started program whose outputs are read bit by bit, so that it can be watched meanwhile.

    `output` and `errors` hold what came, each at most `most_bytes`; `over` says that more came.
    """

    def __init__(self, started: "subprocess.Popen[bytes]", most_bytes: int) -> None:
        self._started = started
        self._most = most_bytes
        self._waiting = selectors.DefaultSelector()
        self.pid = started.pid
        self.output = bytearray()
        self.errors = bytearray()
        self.over = False
        for kept, pipe in ((self.output, started.stdout), (self.errors, started.stderr)):
            if pipe is not None:
                self._waiting.register(pipe, selectors.EVENT_READ, kept)

    def tell(self, line: bytes) -> None:
        """Write what it waits for to its input (at most what a pipe holds), and close that."""
        _give(self._started, line)

    def read(self, seconds: float) -> bool:
        """Read what comes within some seconds; False once both outputs are at their ends."""
        for key, _ in self._waiting.select(max(0.0, seconds)):
            data = os.read(key.fd, CHUNK)
            if not data:
                self._waiting.unregister(key.fileobj)
            kept = key.data
            left = self._most - len(kept)
            self.over |= len(data) > left
            kept += data[: max(0, left)]
        return bool(self._waiting.get_map())

    def ended(self) -> int | None:
        """Give its exit code, negative for a signal; None while it runs."""
        return self._started.poll()

    def hang_up(self) -> None:
        """Close its input; one that waits for that end ends then."""
        if self._started.stdin is not None:
            self._started.stdin.close()

    def kill(self) -> None:
        """Kill it and all of its session, and wait for it at most GRACE_SECONDS."""
        if self._started.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        _leave(self._started)

    def close(self) -> None:
        """Close what it was read from."""
        self._waiting.close()
        for pipe in (self._started.stdin, self._started.stdout, self._started.stderr):
            if pipe is not None:
                pipe.close()


def begin(
    words: Sequence[str],
    *,
    environment: Mapping[str, str],
    most_bytes: int,
    handed: Sequence[int] = (),
    given: int | None = None,
    user: int | None = None,
) -> Child:
    """Start an argument list without a shell, with this environment and no other variable.

    `handed` are descriptors that it inherits under their numbers, beside its input (a pipe, or the
    descriptor `given`) and outputs; with a `user` (only root may) it runs under that user and
    group id and no other group.
    """
    try:
        started = subprocess.Popen(  # noqa: S603 - an argument list, never a shell
            list(words),
            stdin=subprocess.PIPE if given is None else given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
            pass_fds=tuple(handed),
            user=user,
            group=user,
            extra_groups=None if user is None else (),
            start_new_session=True,
            cwd="/",
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ProcessError(f"{words[0]} could not be started: {error}") from error
    return Child(started, most_bytes)
