"""Writing files so that a reader meets the old one or the new one, never half of one."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replaced(target: Path, *, private: bool = False, lasting: bool = True) -> Iterator[IO[bytes]]:
    """Write a file beside its target and rename it at the end; on any error nothing is left.

    A target that is no regular file (`/dev/stdout`, a pipe) is written to directly. A `private`
    file is its owner's alone; one that is not `lasting` may be lost with the machine's power.
    """
    if target.exists() and not target.is_file():
        with target.open("wb") as stream:
            yield stream
        return
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())
        if not private:  # as mkstemp made it
            umask = os.umask(0)
            os.umask(umask)
            made.chmod(0o666 & ~umask)
        made.replace(target)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
