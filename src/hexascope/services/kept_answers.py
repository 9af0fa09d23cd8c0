"""Answers as they are kept: what a model said, and the evidence that it rests on."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hexascope.consult.told.briefing import Briefing
from hexascope.llm.contract import Answer, Rung, Usage

WHOLE = "stop"
"""How an answer ends that was neither cut nor refused."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one briefing showed: its digest, and the lasting name and cell of each key."""

    briefing: Briefing
    digest: str
    names: Mapping[str, str]
    cells: Mapping[str, str]


def written(answer: Answer, shown: Shown) -> str:
    """Write an answer with the evidence that it names: that must be there when it is used."""
    words = list(_texts(answer.data))
    named = [key for key in shown.names if any(key in one for one in words)]
    return json.dumps(
        {
            "text": answer.text,
            "data": answer.data,
            "endpoint": answer.endpoint,
            "rung": answer.rung.value,
            "rests": [[key, shown.names[key], shown.cells[key]] for key in named],
        }
    )


def answer_of(value: str, age_s: float, shown: Shown, models: frozenset[str]) -> Answer:
    """Give a kept answer with the keys of now.

    ValueError, KeyError, TypeError or AttributeError: it is damaged, of a model that is not asked
    any more, or rests on what is not there or not as it was.
    """
    told = json.loads(value)
    if told["endpoint"] not in models:
        raise ValueError(f"{told['endpoint']} is not asked any more")
    return _answer(told, age_s, _translated(told["rests"], shown))


def _translated(rests: Iterable[Any], shown: Shown) -> dict[str, str]:
    """Give for each key of then its key of now; ValueError where it is gone or another value."""
    now = {name: key for key, name in shown.names.items()}
    found: dict[str, str] = {}
    for then, name, value in rests:
        key = now.get(name)
        if key is None or shown.cells[key] != value:
            raise ValueError(f"{name} is not as it was")
        found[then] = key
    return found


def _answer(told: Mapping[str, Any], age_s: float, keys: Mapping[str, str]) -> Answer:
    data = told["data"]
    if data is not None and not isinstance(data, dict):
        raise TypeError("an answer's data are an object")
    text = str(told["text"])
    return Answer(
        text=text,
        data=data if data is None else _with_keys(data, keys),
        finish=WHOLE,
        usage=Usage(),
        endpoint=str(told["endpoint"]),
        rung=Rung(told["rung"]),
        seconds=0.0,
        first_token_s=0.0,
        tries=0,
        size_bytes=len(text.encode(errors="replace")),
        cached_age_s=age_s,
    )


def _with_keys(value: Any, keys: Mapping[str, str]) -> Any:
    """Put the keys of now in the place of those of then."""
    if isinstance(value, str):
        for then in sorted(keys, key=len, reverse=True):
            if keys[then] != then:
                value = value.replace(then, keys[then])
        return value
    if isinstance(value, dict):
        return {name: _with_keys(one, keys) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_keys(one, keys) for one in value]
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
