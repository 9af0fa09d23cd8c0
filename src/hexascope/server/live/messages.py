"""What clients send: read strictly, each kind with its guard."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from hexascope.domain.access import Verb
from hexascope.domain.errors import BadInput
from hexascope.server.live.topics import Topic, topic_of
from hexascope.server.requests.guard import Anyone, May

CONNECT = May(Verb.READ, "live")
"""Who may connect; what can be listened to has guards of its own, in live/topics.py."""

MESSAGES: Mapping[str, May | Anyone] = MappingProxyType(
    {
        "ticket": Anyone("it proves who is there; nothing else is heard before it"),
        "subscribe": CONNECT,
        "unsubscribe": CONNECT,
        "ping": CONNECT,
    }
)
"""The kinds of messages by their first word, and who may send them."""

LARGEST = 64 * 1024
"""Bytes of a message."""

MOST_SUBSCRIBED = 64
"""Topics that one connection listens to."""

LONGEST_TICKET = 200


@dataclass(frozen=True, slots=True)
class Ticket:
    """Here is who I am."""

    ticket: str


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Tell me of these topics; with `since` and `epoch` from behind that number on."""

    topics: tuple[Topic, ...]
    since: int | None = None
    epoch: str = ""


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Tell me of these topics no more."""

    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Ping:
    """Are you there? Answered with the same word."""

    word: str


Sent = Ticket | Subscribe | Unsubscribe | Ping


class NotJson(BadInput):
    """A message is no JSON object."""


def read(text: str) -> Sent:
    """Read a message; NotJson, BadInput."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise NotJson("a message is a JSON object")
    kinds = [kind for kind in MESSAGES if kind in said]
    if len(kinds) != 1:
        raise BadInput(f"a message has one of {', '.join(MESSAGES)}")
    allowed = {kinds[0], *(("since", "epoch") if kinds[0] == "subscribe" else ())}
    if unknown := set(said) - allowed:
        raise BadInput(f"{kinds[0]} knows nothing of {min(unknown)[:60]!r}")
    return _READERS[kinds[0]](said)


def _ticket(said: dict[str, Any]) -> Sent:
    return Ticket(_word(said["ticket"], "ticket", LONGEST_TICKET))


def _subscribe(said: dict[str, Any]) -> Sent:
    since = said.get("since")
    if since is not None and (not isinstance(since, int) or isinstance(since, bool) or since < 0):
        raise BadInput("since is the number of the last event that you have seen")
    epoch = _word(said.get("epoch", ""), "epoch", 64)
    return Subscribe(_topics(said["subscribe"]), since, epoch)


def _unsubscribe(said: dict[str, Any]) -> Sent:
    return Unsubscribe(_topics(said["unsubscribe"]))


def _ping(said: dict[str, Any]) -> Sent:
    return Ping(_word(said["ping"], "ping", 64))


_READERS = MappingProxyType(
    {"ticket": _ticket, "subscribe": _subscribe, "unsubscribe": _unsubscribe, "ping": _ping}
)


def _topics(value: object) -> tuple[Topic, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_SUBSCRIBED:
        raise BadInput(f"topics are a list of 1 to {MOST_SUBSCRIBED}")
    return tuple(dict.fromkeys(topic_of(one) for one in value))


def _word(value: object, name: str, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise BadInput(f"{name} is a word of at most {longest} letters")
    return value
