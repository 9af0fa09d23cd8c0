"""Reading settings: files, the environment, flags; each value knows where it came from."""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from hexascope.domain.errors import BadSettings
from hexascope.settings.groups import Settings

ENVIRONMENT = "HEXASCOPE_"
DEFAULT = "default"
OPEN_TABLES = ("applications", "checks", "collectors", "models", "prices", "token_prices")
"""Tables whose keys are names of plug-ins or of machines: checked where those are known."""

MOST_BYTES = 1024 * 1024
_WORDS_OF_OURS = ("HEXASCOPE_LANG", "HEXASCOPE_MASTER_KEY", "HEXASCOPE_STATE_HOME")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One value in force and where it came from: `default`, a file, a variable or a flag."""

    name: str
    value: object
    source: str
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The settings in force, and the origin of each by its dotted name."""

    settings: Settings
    origins: Mapping[str, Origin]


def read_settings(
    files: Iterable[Path], environment: Mapping[str, str], flags: Mapping[str, object] | None = None
) -> Known:
    """Read what the files say, over it the environment, over it the flags (dotted names).

    A file that is not there is passed over; one that can't be read or holds an unknown key is
    an error that names the file, the key and the nearest known one.
    """
    said: dict[str, tuple[object, str]] = {}
    for file in files:
        for name, value in _flat(_toml(file)):
            said[name] = (value, str(file))
    for variable, text in sorted(environment.items()):
        if variable.startswith(ENVIRONMENT) and variable not in _WORDS_OF_OURS:
            name = variable.removeprefix(ENVIRONMENT).lower().replace("__", ".")
            said[name] = (_typed(text), f"${variable}")
    for name, value in (flags or {}).items():
        if value is not None:
            said[name] = (value, "flag")
    return _known(said)


def over(known: Known, values: Mapping[str, object], source: str) -> Known:
    """Lay values (by dotted names) over settings; they are checked as those of a file are."""
    said = {
        name: (one.value, one.source)
        for name, one in known.origins.items()
        if one.source != DEFAULT
    }
    return _known({**said, **{name: (value, source) for name, value in values.items()}})


def _known(said: Mapping[str, tuple[object, str]]) -> Known:
    defaults = dict(_defaults())
    _refuse_unknown(said, defaults)
    origins = {
        name: Origin(name=name, value=value, source=DEFAULT, meaning=meaning)
        for name, (value, meaning) in defaults.items()
    }
    for name, (value, source) in said.items():
        meaning = defaults.get(name, (None, ""))[1]
        origins[name] = Origin(name=name, value=value, source=source, meaning=meaning)
    return Known(settings=_settings(said), origins=origins)


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the words `did you mean X?` for the nearest known name, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def checked(kind: type[Any], values: Mapping[str, object], where: str) -> Any:
    """Make a frozen dataclass of values; wrong types and unknown keys are errors with a name."""
    known = {one.name for one in fields(kind)}
    for name in values:
        if name not in known:
            raise BadSettings(f"{where}.{name} is no setting{nearest(name, known)}")
    if not values:
        return kind()
    # imported when a value is given: most runs have none, and the import costs 80 ms
    from pydantic import ConfigDict, TypeAdapter, ValidationError

    try:
        return TypeAdapter(kind, config=_config(kind, ConfigDict)).validate_python(dict(values))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadSettings(f"{where}.{place}: {first['msg']} (given: {first['input']!r})") from None


def _config(kind: type[Any], config: Any) -> Any:
    return None if is_dataclass(kind) else config(extra="forbid")


def _toml(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadSettings(f"{file} can't be read: {error.strerror or error}") from None
    if len(data) > MOST_BYTES:
        raise BadSettings(f"{file} is larger than {MOST_BYTES} bytes: this is no settings file")
    try:
        return tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadSettings(f"{file} is no TOML: {error}") from None


def _flat(table: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _typed(text: str) -> object:
    """Read a variable's text as TOML would, else as plain text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _defaults() -> Iterable[tuple[str, tuple[object, str]]]:
    plain = Settings()
    for group in fields(Settings):
        table = getattr(plain, group.name)
        if is_dataclass(table):
            for one in fields(table):
                meaning = str(one.metadata.get("meaning", ""))
                yield f"{group.name}.{one.name}", (getattr(table, one.name), meaning)


def _refuse_unknown(
    said: Mapping[str, tuple[object, str]], defaults: Mapping[str, tuple[object, str]]
) -> None:
    for name, (_, source) in said.items():
        table = name.partition(".")[0]
        if name not in defaults and (table not in OPEN_TABLES or "." not in name):
            known = [*defaults, *OPEN_TABLES]
            raise BadSettings(f"{source}: {name!r} is no setting{nearest(name, known)}")


def _settings(said: Mapping[str, tuple[object, str]]) -> Settings:
    groups: dict[str, Any] = {}
    plain = Settings()
    for group in fields(Settings):
        start = f"{group.name}."
        given = {
            name.removeprefix(start): value
            for name, (value, _) in said.items()
            if name.startswith(start)
        }
        if is_dataclass(getattr(plain, group.name)):
            groups[group.name] = checked(type(getattr(plain, group.name)), given, group.name)
        elif group.name == "prices":
            groups["prices"] = _prices(given)
        else:
            groups[group.name] = _tables(given, group.name)
    return Settings(**groups)


def _prices(given: Mapping[str, object]) -> dict[str, float]:
    for name, value in given.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise BadSettings(
                f"prices.{name} must be a number of US dollars an hour, not {value!r}"
            )
    return {name: float(str(value)) for name, value in given.items()}


def _tables(given: Mapping[str, object], group: str) -> dict[str, dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = {}
    for name, value in given.items():
        plugin, dot, key = name.rpartition(".")  # a model's name may hold dots: gpt-4.1
        if not dot:
            raise BadSettings(f"{group}.{name} must be a table, such as [{group}.{name}]")
        tables.setdefault(plugin, {})[key] = value
    return tables
