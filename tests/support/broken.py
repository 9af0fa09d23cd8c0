"""Hosts that answer nonsense: files, links and calls of another host, damaged on the way."""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from hexascope.collect.contract import READ_LIMIT, HostFiles, Json, Look, Looks, NotHere, Part, Plan
from hexascope.domain.use import Status

Damage = Callable[[str, random.Random], str | NotHere]

HOSTILE_NAMES = (
    "\x1b]0;owned\x07\x1b[2J\x1b[31m",
    "a\tb\rc\x00\x7f\x9b31m",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}{%raw%}${7*7}",
    "[click](javascript:alert(1))![x](http://e.example/x)",
    "|a|b|`c`**d**",
    "\u202eexe.txt\u2066\u200b",
    "\\xff\\xfe\udcff",
    "x" * 4096,
)
"""Names that a process, a mount or an interface may bear to deceive who reads of it."""

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_STRANGE_NUMBERS = (
    *("0", "-1", "1", "nan", "inf", "-inf", "1e308", "1e999", "0x10", "1_000", "٣", "²"),
    *(str(2**31), str(2**63), str(2**64 - 1), str(10**30), "9" * 400, "9" * 5000, "-" + "9" * 400),
)


def _gone(text: str, chance: random.Random) -> NotHere:
    status = chance.choice((Status.NOT_PRESENT, Status.NO_PERMISSION, Status.UNREADABLE))
    return NotHere(status, "taken away by a test")


def _cut(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text) + 1)]


def _binary(text: str, chance: random.Random) -> str:
    return chance.randbytes(chance.randrange(400)).decode(errors="backslashreplace")


def _words(text: str, chance: random.Random) -> str:
    return chance.choice(("", "\n", "\0", " ", "lorem ipsum: dolor\nsit = amet\n", "-\n" * 50))


def _shuffled(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    chance.shuffle(lines)
    return "".join(lines[: chance.randrange(len(lines) + 1)])


def _other_words(text: str, chance: random.Random) -> str:
    words = re.split(r"(\s+)", text)
    words[chance.randrange(len(words))] = chance.choice(("", "x", ":", "=", "(", ") (", "-", "\0"))
    return "".join(words)


def _other_number(text: str, chance: random.Random) -> str:
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    one = chance.choice(found)
    return text[: one.start()] + chance.choice(_STRANGE_NUMBERS) + text[one.end() :]


def _other_numbers(text: str, chance: random.Random) -> str:
    return _NUMBER.sub(lambda _: chance.choice(_STRANGE_NUMBERS), text)


def _huge(text: str, chance: random.Random) -> str:
    number = chance.choice((str(2**64 - 1), str(10**30), "9" * 400))
    return _NUMBER.sub(number, text)


def _twice(text: str, chance: random.Random) -> str:
    return text + text


DAMAGES: Mapping[str, Damage] = {
    "gone": _gone,
    "cut": _cut,
    "binary": _binary,
    "words": _words,
    "shuffled": _shuffled,
    "other_words": _other_words,
    "other_number": _other_number,
    "other_numbers": _other_numbers,
    "huge": _huge,
    "twice": _twice,
}


def damaged(value: Json, chance: random.Random, depth: int = 0) -> Json:
    """Give a call's answer with something in it replaced by what it can't be."""
    strange: Sequence[Json] = (None, True, -1, 10**30, 1e308, "", "x", [], {}, [[]], {"": None})
    if isinstance(value, dict) and value and chance.random() < 0.8:
        key = chance.choice(sorted(value))
        return {**value, key: damaged(value[key], chance, depth + 1)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        at = chance.randrange(len(value))
        return [*value[:at], damaged(value[at], chance, depth + 1), *value[at + 1 :]]
    return chance.choice(strange)


@dataclass(frozen=True, slots=True)
class Harm:
    """What is done to which paths and calls: a name of DAMAGES and the seed of its choices."""

    paths: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    calls: Mapping[str, int] = field(default_factory=dict)


class Asked(NamedTuple):
    """Every path and every call that a look asked for and got."""

    paths: set[str]
    calls: set[str]


class BrokenFiles:
    """HostFiles of another host, each answer damaged where the harm says so; `asked` is told."""

    def __init__(self, files: HostFiles, harm: Harm, asked: Asked) -> None:
        self._files = files
        self._harm = harm
        self._asked = asked

    def read(self, path: str) -> str:
        return self.read_part(path, READ_LIMIT).text

    def read_part(self, path: str, limit: int) -> Part:
        part = self._files.read_part(path, limit)
        return Part(self._damaged(path, part.text), part.whole)

    def names(self, path: str) -> Sequence[str]:
        return self._damaged(path, "\n".join(self._files.names(path))).splitlines()

    def link(self, path: str) -> str:
        return self._damaged(path, self._files.link(path))

    def call(self, name: str, *arguments: str) -> Json:
        answer = self._files.call(name, *arguments)
        self._asked.calls.add(name)
        seed = self._harm.calls.get(name)
        return answer if seed is None else damaged(answer, random.Random(seed))

    def clock(self, name: str) -> float:
        return self._files.clock(name)

    def _damaged(self, path: str, text: str) -> str:
        self._asked.paths.add(path)
        kind, seed = self._harm.paths.get(path, ("", 0))
        if not kind:
            return text
        made = DAMAGES[kind](text, random.Random(seed))
        if isinstance(made, NotHere):
            raise made
        return made


class BrokenHost:
    """A host whose answers are damaged in all looks, or in the last ones only."""

    def __init__(self, host: Looks, harm: Harm, *, first_is_whole: bool = False) -> None:
        self._host = host
        self._harm = harm
        self._first_is_whole = first_is_whole
        self.asked = Asked(set(), set())

    def looks(self, plan: Plan) -> Iterator[Look]:
        """Give the host's looks, damaged."""
        for look in self._host.looks(plan):
            harm = Harm() if self._first_is_whole and look.number == 0 else self._harm
            yield replace(look, files=BrokenFiles(look.files, harm, self.asked))
