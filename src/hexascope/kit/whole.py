"""Frozen values kept whole: from dataclasses to what JSON can say, and back by their types."""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

DEEPEST = 60
"""Values within values; what lies deeper is none of ours."""


class NotWhole(ValueError):
    """What was kept can't be read as this type: another version wrote it, or it is damaged."""


def plainly(value: Any) -> Any:
    """Give a value as what JSON can say; TypeError for what has no such form.

    Dataclasses and named tuples become objects, enumerations their values.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if is_dataclass(value):
        return {one.name: plainly(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plainly(one) for name, one in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: plainly(one) for name, one in zip(value._fields, value, strict=True)}
    if isinstance(value, tuple | list):
        return [plainly(one) for one in value]
    raise TypeError(f"{type(value).__name__} can't be kept whole")


def read_back(kind: type[T], told: Any) -> T:
    """Give the value that `plainly` wrote; NotWhole where it is none of this kind.

    Fields that a newer version has added take their defaults; fields that are gone are passed over.
    """
    try:
        value: T = _read(kind, told, 0)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise NotWhole(f"it is no {kind.__name__} ({error})"[:300]) from None
    return value


def _read(kind: Any, told: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise ValueError(f"it is nested more than {DEEPEST} deep")
    origin = get_origin(kind)
    if kind is Any:
        return told
    if origin in (Union, types.UnionType):
        return _one_of(get_args(kind), told, depth)
    if origin is tuple:
        return _tuple(get_args(kind), told, depth)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(get_args(kind), told, depth)
    return _plain(kind, told, depth)


def _plain(kind: Any, told: Any, depth: int) -> Any:
    if kind in (None, type(None)) and told is None:
        return None
    if kind is float and isinstance(told, int | float) and not isinstance(told, bool):
        return told  # 3 stays 3: it is shown as it was
    if kind in (int, str, bool) and type(told) is kind:
        return told
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(told)
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return _made(kind, told, depth)
    raise TypeError(f"{told!r:.40} is no {getattr(kind, '__name__', kind)}")


def _made(kind: Any, told: Any, depth: int) -> Any:
    if not isinstance(told, dict):
        raise TypeError(f"{told!r:.40} is no {kind.__name__}")
    hints = _hints(kind)
    return kind(
        **{name: _read(hint, told[name], depth + 1) for name, hint in hints.items() if name in told}
    )


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    """Give the type of each field; the same for all values of a type, so looked up once."""
    hints = get_type_hints(kind)
    names = kind._fields if hasattr(kind, "_fields") else [one.name for one in fields(kind)]
    return {name: hints[name] for name in names}


def _tuple(kinds: tuple[Any, ...], told: Any, depth: int) -> tuple[Any, ...]:
    if not isinstance(told, list):
        raise TypeError(f"{told!r:.40} is no list")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_read(kinds[0], one, depth + 1) for one in told)
    return tuple(_read(kind, one, depth + 1) for kind, one in zip(kinds, told, strict=True))


def _mapping(kinds: tuple[Any, ...], told: Any, depth: int) -> dict[Any, Any]:
    if not isinstance(told, dict):
        raise TypeError(f"{told!r:.40} is no object")
    read_key: Callable[[str], Any] = kinds[0] if isinstance(kinds[0], type) else str
    return {read_key(name): _read(kinds[1], one, depth + 1) for name, one in told.items()}


def _one_of(kinds: tuple[Any, ...], told: Any, depth: int) -> Any:
    for kind in kinds:
        try:
            return _read(kind, told, depth)
        except (TypeError, ValueError, KeyError):
            continue
    raise TypeError(f"{told!r:.40} is none of {len(kinds)} kinds")
