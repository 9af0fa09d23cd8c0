"""Watching a job from outside: its time, its output, and whatever its wall alone can't hold."""

import os
import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from signal import SIGKILL, SIGXCPU, SIGXFSZ

from hexascope.domain.errors import NoSandbox
from hexascope.kit import clock
from hexascope.kit.process import Child
from hexascope.sandbox.contract import Executor, Limits, Ran, Why

LOOK_SECONDS = 0.05
"""How often a running job is looked at."""

SHORTEST = 0.0005
"""The shortest pause of a wait, in seconds."""

END_SECONDS = 6.0
"""How long a job that was ended is waited for."""

SHELL_SIGNAL = 128
"""An exit code above this is that of a program which a signal ended, as shells tell it."""

Look = Callable[[], Why | None]
"""Says which limit a job has passed, if any."""


@contextmanager
def set_up() -> Iterator[None]:
    """Turn what the system refuses (memory, descriptors, space) into NoSandbox."""
    try:
        yield
    except OSError as error:
        raise NoSandbox(f"the sandbox can't be set up: {error}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """How a job ended, before it is known whether it had begun."""

    why: Why
    code: int
    seconds: float


def watched(child: Child, limits: Limits, look: Look, end: Callable[[], None]) -> Watched:
    """Read a job's output until it ends, or until a limit is passed: then `end` is called."""
    begun = clock.monotonic()
    passed = _until_passed(child, limits, look)
    if passed is not None:
        end()
        awaited(child)
    code = child.ended()
    if code is None:
        child.kill()
        code = child.ended() or -SIGKILL
    return Watched(
        why=passed or _why(code),
        code=SHELL_SIGNAL - code if code > SHELL_SIGNAL else code,
        seconds=clock.monotonic() - begun,
    )


def _until_passed(child: Child, limits: Limits, look: Look) -> Why | None:
    """Wait for a job's end and the ends of its outputs; give the limit that it passes before."""
    now = clock.monotonic()
    ends, next_look, pause, reading = now + limits.wall_s, now + LOOK_SECONDS, SHORTEST, True
    while True:
        reading = child.read(next_look - now if reading else 0.0)
        if child.over:
            return Why.OUTPUT
        if not reading:
            if child.ended() is not None:
                return None
            clock.pause(pause)  # its outputs are at their ends, so it most likely ends now
            pause = min(pause * 2, LOOK_SECONDS)
        now = clock.monotonic()
        if now > ends:
            return Why.WALL
        if now >= next_look:
            passed = look()
            if passed is not None:
                return passed
            next_look = clock.monotonic() + LOOK_SECONDS


def awaited(child: Child) -> None:
    """Wait for a job that was ended, within END_SECONDS; what it still prints is read past."""
    ends = clock.monotonic() + END_SECONDS
    while child.read(0.0) or child.ended() is None:
        if clock.monotonic() > ends:
            return
        clock.pause(SHORTEST)


def gone(pid: int) -> bool:
    """Wait within END_SECONDS until a process is dead, and with a first one all of its space."""
    try:
        handle = os.pidfd_open(pid)
    except OSError:
        return True
    try:
        waiting = select.poll()
        waiting.register(handle, select.POLLIN)
        return bool(waiting.poll(END_SECONDS * 1000))
    finally:
        os.close(handle)


def _why(code: int) -> Why:
    """Read why a program ended from its exit code."""
    number = -code if code < 0 else code - SHELL_SIGNAL
    if number <= 0:
        return Why.FINISHED
    by_number: dict[int, Why] = {SIGXCPU: Why.CPU, SIGXFSZ: Why.WRITTEN}
    return by_number.get(number, Why.SIGNAL)


def ran(executor: Executor, child: Child, how: Watched, *, begun: bool) -> Ran:
    """Say what came of a job; one that had not begun is the sandbox's failure, not its own."""
    broken = not begun and how.why in {Why.FINISHED, Why.SIGNAL}
    return Ran(
        executor=executor.name,
        level=executor.level,
        why=Why.BROKEN if broken else how.why,
        exit_code=how.code,
        stdout=bytes(child.output),
        stderr=bytes(child.errors),
        seconds=how.seconds,
    )
