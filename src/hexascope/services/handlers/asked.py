"""What is asked of an examination, as a job's payload holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from hexascope.collect.contract import Plan
from hexascope.domain.errors import BadInput
from hexascope.domain.goals import Goals
from hexascope.domain.target import Target
from hexascope.domain.use import Resource
from hexascope.kit.whole import NotWhole, plainly, read_back
from hexascope.services.examinations import Wishes
from hexascope.words import Language

T = TypeVar("T")

RULES = "rules"
"""The name that asks for no model, whatever the settings have."""

SHORTEST_WINDOW_S, LONGEST_WINDOW_S = 0.0, 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one examination is asked for; what is left out is as the settings have it.

    `window_s` in seconds; `model` is empty for the settings' own, `rules` for none, or the name of
    one that the settings allow; `mode` is full, solo, or empty.
    """

    window_s: float | None = None
    scope: tuple[Resource, ...] = ()
    target: Target | None = None
    deep: bool = False
    strict: bool | None = None
    model: str = ""
    mode: str = ""
    language: Language = Language.ENGLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOn:
    """A question about a kept examination; `time` (RFC 3339) is when it was asked."""

    examination: str
    conversation: str
    question: str
    time: str
    to: str = ""
    model: str = ""
    language: Language = Language.ENGLISH


def payload(asked: Asked | AskedOn) -> dict[str, Any]:
    """Give what was asked as a job's payload."""
    told: dict[str, Any] = plainly(asked)
    return told


def asked_in(kind: type[T], told: Mapping[str, Any]) -> T:
    """Read a payload; BadInput where it is none."""
    try:
        return read_back(kind, dict(told))
    except NotWhole as error:
        raise BadInput(f"the job's payload can't be used: {error}") from None


def wishes(asked: Asked, *, window_s: float, light_s: float, strict: bool, goals: Goals) -> Wishes:
    """Give what was asked as wishes, with the settings' values where nothing was said."""
    return Wishes(
        plan=Plan(
            window_seconds=window_s if asked.window_s is None else asked.window_s,
            light_seconds=light_s,
        ),
        target=asked.target,
        deep=asked.deep,
        scope=asked.scope,
        strict=strict if asked.strict is None else asked.strict,
        goals=goals,
    )
