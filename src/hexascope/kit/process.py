"""The only starter of processes: argument lists, limits, a time-out, and no waiting for ever."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GRACE_SECONDS = 0.2
"""How long a killed child is waited for; one in uninterruptible sleep is left behind."""

LONGEST_OUTPUT = 4 * 1024 * 1024
"""Bytes of a child's output that are kept."""


class ProcessError(Exception):
    """A program could not be started, or did not end in time."""


class ProcessTimeoutError(ProcessError):
    """A program did not end in time and was killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a program ended; output is cut at LONGEST_OUTPUT bytes."""

    code: int
    output: bytes
    errors: bytes


def run(
    words: Sequence[str], *, timeout_seconds: float, environment: Mapping[str, str] | None = None
) -> Ended:
    """Run an argument list without a shell; killed when the time is over, and never waited for."""
    try:
        child = subprocess.Popen(  # noqa: S603 - an argument list, never a shell
            list(words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C", **(environment or {})},
            start_new_session=True,
        )
    except OSError as error:
        raise ProcessError(f"{words[0]} could not be started: {error.strerror}") from error
    try:
        output, errors = child.communicate(timeout=timeout_seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        _leave(child)
        raise ProcessTimeoutError(f"{words[0]} gave no answer in {timeout_seconds:g} s") from None
    return Ended(
        code=child.returncode, output=output[:LONGEST_OUTPUT], errors=errors[:LONGEST_OUTPUT]
    )


def _leave(child: "subprocess.Popen[bytes]") -> None:
    """Reap a killed child if it dies soon; else close its pipes and let it be."""
    try:
        child.communicate(timeout=GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        for pipe in (child.stdout, child.stderr):
            if pipe is not None:
                pipe.close()
        # Popen's finaliser would warn of a living child; its exit code is of no interest
        child.returncode = -9
