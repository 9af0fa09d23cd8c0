"""Small files of the store: written whole and for their owner only, locked against each other."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hexascope.domain.errors import CannotWrite
from hexascope.kit import clock
from hexascope.kit.files import replaced

LONGEST_WAIT_S = 2.0
"""How long another process that writes is waited for; none of them takes longer than a moment."""

WAIT_S = 0.01

Pause = Callable[[float], None]


def read(file: Path, most_bytes: int) -> Any:
    """Read a JSON file; None where there is none, ValueError where it is damaged or too large."""
    try:
        with file.open("rb") as stream:
            data = stream.read(most_bytes + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ValueError(f"{file} can't be read: {error.strerror or error}") from None
    if len(data) > most_bytes:
        raise ValueError(f"{file} is larger than {most_bytes} bytes")
    try:
        return json.loads(data)
    except RecursionError:
        raise ValueError(f"{file} is nested too deep") from None


def write(file: Path, text: str, *, lasting: bool = True) -> None:
    """Write a file beside its place and rename it, mode 0600; OSError leaves what was there."""
    with replaced(file, private=True, lasting=lasting) as stream:
        stream.write(text.encode(errors="backslashreplace"))


@contextmanager
def alone(folder: Path, pause: Pause = clock.pause) -> Iterator[None]:
    """Be the only one who writes in a folder, which is made if need be; CannotWrite if it can't."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CannotWrite(f"{folder} can't be written: {error.strerror or error}") from None
    try:
        _lock(handle, folder, pause)
        yield
    except OSError as error:
        raise CannotWrite(f"{folder} can't be written: {error.strerror or error}") from None
    finally:
        os.close(handle)  # which ends the lock


def _lock(handle: int, folder: Path, pause: Pause) -> None:
    waited = 0.0
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waited >= LONGEST_WAIT_S:
                raise CannotWrite(
                    f"another hexascope has been writing in {folder} for {LONGEST_WAIT_S:.0f} s:"
                    " try again when it has ended"
                ) from None
            pause(WAIT_S)
            waited += WAIT_S
        else:
            return
