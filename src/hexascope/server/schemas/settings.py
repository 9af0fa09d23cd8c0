"""Settings in force, as the API shows them: what may hold a secret is not shown."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from hexascope.settings.read import Origin
from hexascope.words import Language, translate

HIDDEN = "(hidden)"
LONGEST = 4000
"""Letters of one value."""

_MAY_HOLD_SECRETS = re.compile(r"^applications\.|(password|secret|token|credential)$")

Text = Annotated[str, Field(max_length=LONGEST)]
Value = bool | int | float | Text | Annotated[list[Text], Field(max_length=100)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Setting(BaseModel):
    """One setting: its value, where it came from, what it means, whether a tenant may set it."""

    name: str
    value: Value | None
    source: str
    meaning: str
    changeable: bool


class SettingsInForce(BaseModel):
    """All settings; `version` counts the changes of this tenant."""

    items: list[Setting]
    next: None = None
    version: int


class SettingsChange(BaseModel):
    """Values to set by name; null takes a tenant's own value back.

    With `version` the change is refused where another one was faster; so it is with If-Match.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"values": {"panel.models": "openai/gpt-5-mini"}}]},
    )

    values: dict[Name, Value | None] = Field(min_length=1, max_length=500)
    version: int | None = Field(default=None, ge=0)


def setting_shown(one: Origin, language: Language, *, changeable: bool) -> Setting:
    """Show a setting."""
    return Setting(
        name=one.name,
        value=_value(one.name, one.value),
        source=one.source,
        meaning=translate(one.meaning, language),
        changeable=changeable,
    )


def _value(name: str, value: object) -> Value | None:
    if _MAY_HOLD_SECRETS.search(name):
        return HIDDEN if value else ""
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, list | tuple):
        return [_without_login(str(one)) for one in value]
    return _without_login(str(value))


def _without_login(words: str) -> str:
    """Give an address without what may stand in it: user, password, path and question."""
    if "://" not in words:
        return words[:LONGEST]
    try:
        parts = urlsplit(words)
        bare = parts.netloc.rpartition("@")[2]
    except ValueError:
        return HIDDEN
    whole = f"{parts.scheme}://{bare}{parts.path}"
    if not (parts.query or "@" in parts.netloc or parts.scheme in ("http", "https")):
        return whole[:LONGEST]
    # webhooks have their secret in the path
    return f"{parts.scheme}://{bare}"[:LONGEST]
