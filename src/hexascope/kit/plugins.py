"""Finding plug-ins: the file `disk_latency.py` offers the object `disk_latency`."""

from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


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
    for entry in sorted(entry_points(group=package.__name__)):
        if entry.name in found:
            raise PluginError(f"two plug-ins are named {entry.name!r}; rename the installed one")
        found[entry.name] = _expect(kind, entry.name, entry.load())
    return found


def _expect(kind: type[T], name: str, offered: object) -> T:
    if isinstance(offered, kind):
        return offered
    raise PluginError(
        f"{name!r} should offer a {kind.__name__} of that name, and offers {offered!r}"
    )
