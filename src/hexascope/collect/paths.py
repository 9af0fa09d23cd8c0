"""Paths with bytes that are no UTF-8: shown as `\\xff` everywhere, and found again by that."""

import os
import re

_SHOWN = re.compile(rb"\\x([89a-f][0-9a-f])")


def on_disk(path: str) -> str:
    r"""Give the name that a file with this shown name has: the same, or with its bytes read back.

    A file may be named `\xff` by its own letters (units of systemd come near that); it goes first.
    """
    if "\\x" not in path or os.path.lexists(path):
        return path
    return os.fsdecode(
        _SHOWN.sub(lambda found: bytes.fromhex(found[1].decode()), os.fsencode(path))
    )
