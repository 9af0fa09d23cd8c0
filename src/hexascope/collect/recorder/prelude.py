"""What our modules use and Python 3.6 has not, written for Python 3.6.

The builder copies this module into the recorder, without annotations, and points our modules at
it: see `downlevel`. Nothing here may need more than 3.6 when it runs.
"""

import os
import re
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Any

UTC = timezone.utc  # noqa: UP017 - that name came with 3.11
CLOCK_BOOTTIME = 7
"""time.CLOCK_BOOTTIME came with 3.7; the number is Linux's."""

_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:(Z)|([+-])(\d\d):?(\d\d))?$"
)


class StrEnum(str, Enum):  # noqa: UP042 - this is it
    """enum.StrEnum came with 3.11."""

    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, how: str) -> str:
        return format(str(self.value), how)


class Value:
    """What a dataclass becomes: the builder writes `__init__` and names the fields."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(tuple(_values(self)))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__name__}({told})"


def _values(one: Any) -> list[Any]:
    return [getattr(one, name) for name in one._fields]


def replace(one: Any, **changes: Any) -> Any:
    """dataclasses.replace came with 3.7."""
    fields = {name: getattr(one, name) for name in one._fields}
    fields.update(changes)
    return type(one)(**fields)


def asdict(one: Any) -> dict[str, Any]:
    """dataclasses.asdict came with 3.7; ours are flat."""
    return {name: getattr(one, name) for name in one._fields}


def removeprefix(text: Any, start: Any) -> Any:
    """str.removeprefix came with 3.9."""
    return text[len(start) :] if start and text.startswith(start) else text


def removesuffix(text: Any, end: Any) -> Any:
    """str.removesuffix came with 3.9."""
    return text[: -len(end)] if end and text.endswith(end) else text


def isascii(text: Any) -> bool:
    """str.isascii came with 3.7."""
    return (
        all(ord(char) < 128 for char in text) if isinstance(text, str) else max(text or b"0") < 128
    )


def pairwise(several: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """itertools.pairwise came with 3.10."""
    before: list[Any] = []
    for after in several:
        if before:
            yield before[0], after
        before = [after]


def zip_strict(*several: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """zip(strict=True) came with 3.10."""
    end = object()
    walks = [iter(one) for one in several]
    while True:
        row = tuple(next(walk, end) for walk in walks)
        if all(one is end for one in row):
            return
        if any(one is end for one in row):
            raise ValueError("zip() has arguments of different lengths")
        yield row


def thread_time() -> float:
    """time.thread_time came with 3.7."""
    clock = getattr(time, "thread_time", time.process_time)
    return float(clock())


def fromisoformat(text: str) -> datetime:
    """datetime.fromisoformat came with 3.7, and reads a Z since 3.11."""
    found = _MOMENT.match(text)
    if found is None:
        raise ValueError(f"Invalid isoformat string: {text!r}")
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    micro = int(((found.group(7) or "0") + "000000")[:6])
    zone = UTC if found.group(8) else None
    if found.group(9):
        away = timedelta(hours=int(found.group(10)), minutes=int(found.group(11)))
        zone = timezone(-away if found.group(9) == "-" else away)
    return datetime(year, month, day, hour, minute, second, micro, zone)


def scandir(path: Any) -> Any:
    """os.scandir takes an open folder since 3.7."""
    if isinstance(path, int) and sys.version_info < (3, 7):
        path = f"/proc/self/fd/{path}"
    return os.scandir(path)


def unlink_missing(path: Any) -> None:
    """Path.unlink(missing_ok=True) came with 3.8."""
    with suppress(FileNotFoundError):
        path.unlink()


def zip_file(file: Any, mode: str, compression: int, compresslevel: int) -> zipfile.ZipFile:
    """zipfile's compresslevel came with 3.7."""
    more: Any = {"compresslevel": compresslevel} if sys.version_info >= (3, 7) else {}
    made: zipfile.ZipFile = zipfile.ZipFile(file, mode, compression, **more)  # type: ignore[call-overload] # the mode is a constant where it is called
    return made


def matched(value: Any, pattern: tuple[Any, ...], found: dict[str, Any]) -> bool:
    """Try one `case` of a `match`, which came with 3.10; names are put into `found`."""
    kind = pattern[0]
    if kind == "any":
        return True
    if kind == "equal":
        return bool(value == pattern[1])
    if kind == "same":
        return value is pattern[1]
    if kind == "named":
        found[pattern[2]] = value
        return matched(value, pattern[1], found)
    if kind == "or":
        return any(matched(value, one, found) for one in pattern[1])
    if kind == "of":
        return isinstance(value, pattern[1]) and matched(value, pattern[2], found)
    if kind == "keys":
        return isinstance(value, dict) and all(
            key in value and matched(value[key], pattern[2][at], found)
            for at, key in enumerate(pattern[1])
        )
    return _several(value, pattern[1], pattern[2], pattern[3], found)


def _several(value: Any, before: Any, rest: Any, after: Any, found: dict[str, Any]) -> bool:
    """Try a list pattern; `rest` is None without a star, else the name of what it takes."""
    if not isinstance(value, (list, tuple)):
        return False
    least = len(before) + len(after)
    if len(value) < least or (rest is None and len(value) > least):
        return False
    end = len(value) - len(after)
    if rest:
        found[rest] = list(value[len(before) : end])
    patterns = (*before, *after)
    parts = (*value[: len(before)], *value[end:])
    return all(matched(parts[at], patterns[at], found) for at in range(least))
