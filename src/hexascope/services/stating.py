"""What a user states of a host: checked words, and which host is meant."""

import secrets
from collections.abc import Iterable
from dataclasses import replace

from hexascope.domain.errors import BadInput
from hexascope.domain.memory import LONGEST_SUBJECT, LONGEST_WORDS, Fact, Hours, Standing
from hexascope.domain.memory import hours as read_hours
from hexascope.domain.use import Resource
from hexascope.kit.visible import visible
from hexascope.store.contract import Archive, Memories
from hexascope.store.remembered import fact_of

NONE = "none"
"""What takes a resource, hours or a subject away from a fact."""


def stated(words: str, *, resource: str, hours: str, subject: str, time: str) -> Fact:
    """Make a fact of what a user states; BadInput says what is wrong with it."""
    plain = Fact(
        id=secrets.token_hex(4), words="", standing=Standing.CONFIRMED, by="user", time=time
    )
    return changed(plain, words=words, resource=resource, hours=hours, subject=subject)


def changed(one: Fact, *, words: str, resource: str, hours: str, subject: str) -> Fact:
    """Give a fact with what is given changed; '' leaves it as it is, `none` takes it away."""
    return replace(
        one,
        words=_words(words) if words else _words(one.words),
        resource=_resource(resource) if resource else one.resource,
        hours=_hours(hours) if hours else one.hours,
        subject=_subject(subject) if subject else one.subject,
    )


def confirmed(memories: Memories, host_id: str, id: str) -> Fact:  # noqa: A002 - the word of the domain
    """Let a user stand by a fact that was proposed."""
    one = fact_of(memories.memory(host_id).facts, id)
    sure = replace(one, standing=Standing.CONFIRMED)
    memories.state(host_id, sure)
    return sure


def host_named(name: str, here: str, memories: Memories, archive: Archive) -> str:
    """Give the id of the host that is meant: this one, or one by its id or its name."""
    if not name or name == here:
        return here
    if name in memories.hosts():
        return name
    kept = {one.host_id: one.host_name for one in archive.all()}
    fits = [id_ for id_, known in kept.items() if known == name]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise BadInput(
            f"{len(fits)} hosts are called {name[:80]!r}; name one by its id: {_some(fits)}"
        )
    known_ones = [f"{id_} ({known})" for id_, known in kept.items()]
    raise BadInput(f"no host {name[:80]!r} is known here; there are: {_some(known_ones)}")


def _some(names: Iterable[str]) -> str:
    several = [visible(one) for one in names]
    more = ", …" if len(several) > 5 else ""
    return (", ".join(several[:5]) or "none yet") + more


def _words(words: str) -> str:
    said = " ".join(words.split())
    if not said:
        raise BadInput("a fact needs words: say what is known of this host")
    if len(said) > LONGEST_WORDS:
        raise BadInput(f"a fact has at most {LONGEST_WORDS} characters, and this has {len(said)}")
    return said


def _resource(word: str) -> Resource | None:
    if word == NONE:
        return None
    if word not in set(Resource):
        raise BadInput(f"there is no resource {word[:40]!r}; there are {', '.join(Resource)}")
    return Resource(word)


def _hours(words: str) -> Hours | None:
    if words == NONE:
        return None
    try:
        return read_hours(words)
    except ValueError as error:
        raise BadInput(f"{words[:40]!r}: {error}") from None


def _subject(name: str) -> str:
    if name == NONE:
        return ""
    said = name.strip()
    if len(said) > LONGEST_SUBJECT or not said.isprintable():
        raise BadInput(f"a subject has at most {LONGEST_SUBJECT} characters, all printable")
    return said
