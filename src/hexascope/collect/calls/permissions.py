"""Permissions of folders and files."""

import stat
from collections.abc import Mapping
from pathlib import Path

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json


def permissions(path: str) -> Json:
    """Give mode (octal digits), owner, and whether it is a folder; links are followed."""
    seen = Path(path).stat()
    return {
        "mode": f"{stat.S_IMODE(seen.st_mode):04o}",
        "uid": seen.st_uid,
        "folder": stat.S_ISDIR(seen.st_mode),
    }


CALLS: Mapping[str, Call] = {"permissions": permissions}
