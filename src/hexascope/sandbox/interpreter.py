"""Which Python a sandbox runs, and what of the file system that one needs."""

import ast
import os
import stat
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hexascope.domain.text import Text, text
from hexascope.kit import process

CANDIDATES = ("/usr/bin/python3", "/usr/local/bin/python3")
"""Tried after the Python that runs hexascope, which may lie where other users can't reach it."""

ANSWER_SECONDS = 5.0
OLDEST = (3, 9)

LIBRARIES = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64")
FURTHER = ("/nix/store", "/gnu/store", "/etc/ld.so.cache")

ASK = (
    "import sys, sysconfig as s; "
    "print([list(sys.version_info[:2]), s.get_path('stdlib'), s.get_path('platstdlib'), "
    "s.get_config_var('LIBDIR') or ''])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """A Python: its file, the paths it reads, and links that lead to them."""

    program: str
    reads: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


def found(*, by_others: bool) -> Interpreter | Text:
    """Give the first Python that works, or say why there is none.

    `by_others`: each folder on the way must be open to users that own nothing.
    """
    why = text("there is no Python that a sandbox could run")
    for name in (os.path.realpath(sys.executable), *CANDIDATES):
        program = os.path.realpath(name)
        if not os.access(program, os.X_OK):
            continue
        if by_others and not open_to_all(Path(program)):
            why = text("{program} lies where other users can't reach it", program=program)
            continue
        asked = _asked(program)
        if asked is not None:
            return asked
    return why


def open_to_all(path: Path) -> bool:
    """Say whether a user that owns nothing may run a file: no folder on the way is closed."""
    try:
        return all(one.stat().st_mode & stat.S_IXOTH for one in (path, *path.parents))
    except OSError:
        return False


@cache
def _asked(program: str) -> Interpreter | None:
    """Ask a Python for its age and its library; None if it is too old or answers nonsense."""
    try:
        ended = process.run([program, "-I", "-S", "-c", ASK], timeout_seconds=ANSWER_SECONDS)
        version, *folders = ast.literal_eval(ended.output.decode())
    except (process.ProcessError, ValueError, SyntaxError):
        return None
    if tuple(version) < OLDEST:
        return None
    links = tuple((one, str(Path(one).readlink())) for one in LIBRARIES if Path(one).is_symlink())
    linked = {name for name, _ in links}
    wanted = [one for one in (*LIBRARIES, *FURTHER) if one not in linked and Path(one).exists()]
    for path in (program, *map(os.path.realpath, filter(None, folders))):
        if Path(path).exists() and not any(Path(path).is_relative_to(one) for one in wanted):
            wanted.append(path)
    return Interpreter(program=program, reads=tuple(wanted), links=links)
