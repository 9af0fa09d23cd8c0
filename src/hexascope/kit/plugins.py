"""Finding plug-ins: the file `disk_latency.py` offers the object `disk_latency`."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")
METADATA = (".dist-info", ".egg-info")
MOST_BYTES = 256 * 1024
"""Of one package's list of entry points."""


class PluginError(Exception):
    """A file or an installed package offers something that is no such plug-in."""


def discover(package: ModuleType, kind: type[T]) -> dict[str, T]:
    """Give every `kind` in `package` and in installed packages, sorted by name.

    Other packages offer theirs under an entry-point group named like `package`. A file whose name
    begins with an underscore is shared by its neighbours and is no plug-in. Nothing is kept
    between calls: who calls holds the result.
    """
    found: dict[str, T] = {}
    for name in sorted(module.name for module in iter_modules(package.__path__)):
        if name.startswith("_"):
            continue
        offered = getattr(import_module(f"{package.__name__}.{name}"), name, None)
        found[name] = _expect(kind, name, offered)
    for entry in _installed(package.__name__):
        if entry.name in found:
            raise PluginError(f"two plug-ins are named {entry.name!r}; rename the installed one")
        found[entry.name] = _expect(kind, entry.name, entry.load())
    return found


def _installed(group: str) -> "list[EntryPoint]":
    """Give the entry points of a group; the library is imported where there is one.

    Mostly nobody offers anything, and its import costs a start 40 ms.
    """
    named = group.encode()
    if not any(named in told for told in _entry_point_files()):
        return []
    from importlib.metadata import entry_points

    return sorted(entry_points(group=group))


def _entry_point_files() -> Iterator[bytes]:
    for place in sys.path:
        with suppress(OSError), os.scandir(place or ".") as folder:
            for one in folder:
                if one.name.endswith(METADATA):
                    yield _content(f"{one.path}/entry_points.txt")


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(MOST_BYTES)
    except OSError:
        return b""


def _expect(kind: type[T], name: str, offered: object) -> T:
    if isinstance(offered, kind):
        return offered
    raise PluginError(
        f"{name!r} should offer a {kind.__name__} of that name, and offers {offered!r}"
    )
