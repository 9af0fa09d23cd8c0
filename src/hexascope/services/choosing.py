"""Choosing models: from names and settings to endpoints, or what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hexascope.domain.errors import BadSettings, CannotReach
from hexascope.llm.config_list import read_config_list
from hexascope.llm.contract import Endpoint
from hexascope.llm.found import context_of, found_here, slots_of
from hexascope.llm.names import BadModelError, KeyPlace, address_of, endpoint
from hexascope.llm.prices import Price
from hexascope.llm.provider import Provider

AUTO = "auto"
MOST_MODELS = 20
LONGEST_LIST_BYTES = 256 * 1024
KEYS = ("key_file", "key_env", "key_credential")
"""Where a key lies; the key itself stands in no settings file."""

OF_A_MODEL = ("base_url", *KEYS, "slots", "context_tokens", "tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the user wants of models: names in the order of their use, and how to reach them."""

    names: tuple[str, ...] = ()
    base_url: str = ""
    key_file: str = ""
    config_list: str = ""
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def with_keys_of(self, variables: Mapping[str, str]) -> "Wanted":
        """Have models of these providers take their keys from these variables, and no others."""
        tables = dict(self.tables)
        for name in self.names:
            variable = variables.get(name.partition("/")[0])
            if variable:
                said = {
                    key: value for key, value in tables.get(name, {}).items() if key not in KEYS
                }
                tables[name] = {**said, "key_env": variable}
        return replace(self, tables=tables)


def chosen(
    wanted: Wanted, providers: Mapping[str, Provider], environment: Mapping[str, str]
) -> tuple[Endpoint, ...]:
    """Give the endpoints that are wanted; () where nobody is: the rules speak.

    Raises BadSettings for a name, address, key or table that can't be used, CannotReach where
    `auto` finds no model on this machine.
    """
    try:
        if wanted.config_list and not wanted.names:
            return read_config_list(_read(wanted.config_list), providers, environment)
        return tuple(
            _endpoint(name, wanted, providers, environment)
            for name in _names(wanted, providers, environment)
        )
    except BadModelError as error:
        raise BadSettings(str(error)) from None


def token_prices(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Price]:
    """Read `[token_prices."openai/x"]` with input, output and cached, dollars a million tokens."""
    prices: dict[str, Price] = {}
    for name, table in tables.items():
        unknown = sorted(set(table) - set(Price._fields))
        values = [table.get(part, 0.0) for part in Price._fields]
        if unknown or not all(_is_price(value) for value in values):
            raise BadSettings(
                f"token_prices.{name}: give input, output and cached, in dollars a million tokens"
            )
        prices[name] = Price(*(float(value) for value in values))
    return prices


def _names(
    wanted: Wanted, providers: Mapping[str, Provider], environment: Mapping[str, str]
) -> Sequence[str]:
    if len(wanted.names) > MOST_MODELS:
        raise BadSettings(f"--model names {len(wanted.names)} models; {MOST_MODELS} is the most")
    if wanted.names != (AUTO,):
        return wanted.names
    found = found_here(address_of(AUTO, providers["ollama"], environment, wanted.base_url))
    if not found:
        raise CannotReach(
            "--model auto: no Ollama with a model answers on this machine; start it, or name a"
            " model such as openai/gpt-5-mini"
        )
    return [f"ollama/{found[0]}"]


def _endpoint(
    name: str,
    wanted: Wanted,
    providers: Mapping[str, Provider],
    environment: Mapping[str, str],
) -> Endpoint:
    table = wanted.tables.get(name, {})
    for key in table:
        if key not in OF_A_MODEL:
            raise BadSettings(
                f"models.{name}.{key} is no setting; there are {', '.join(OF_A_MODEL)}"
            )
    tags = table.get("tags", ())
    context = table.get("context_tokens")
    slots = table.get("slots", 0)
    if not isinstance(tags, list | tuple) or not _is_count(slots) or not _is_count(context or 0):
        raise BadSettings(f"models.{name}: 'tags' is a list, 'slots' and 'context_tokens' numbers")
    made = endpoint(
        name,
        providers,
        environment,
        base_url=str(table.get("base_url", "")) or wanted.base_url,
        key=_key_place(table, wanted),
        slots=slots,
        context_tokens=context,
        tags=tuple(str(one) for one in tags),
    )
    return _as_it_says(made, knows_window=bool(context), knows_slots=bool(slots))


def _as_it_says(made: Endpoint, *, knows_window: bool, knows_slots: bool) -> Endpoint:
    """Ask a server on this machine for what need not be written down; none elsewhere is asked."""
    if not made.local:
        return made
    return replace(
        made,
        context_tokens=made.context_tokens if knows_window else context_of(made),
        slots=made.slots if knows_slots else slots_of(made) or made.slots,
    )


def _key_place(table: Mapping[str, Any], wanted: Wanted) -> KeyPlace:
    given = {key: str(table.get(key, "")) for key in KEYS}
    if not any(given.values()):
        return KeyPlace(file=wanted.key_file)
    return KeyPlace(
        file=given["key_file"], variable=given["key_env"], credential=given["key_credential"]
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_price(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _read(path: str) -> str:
    try:
        with Path(path).expanduser().open("rb") as stream:
            return stream.read(LONGEST_LIST_BYTES).decode()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise BadSettings(f"the config_list {path} can't be read: {why}") from None
