"""Striking secrets from what is written: their exact letters, and how they look in other dress."""

import base64
import json
import re
from collections import OrderedDict
from threading import Lock
from urllib.parse import quote, quote_plus

STRUCK = "[struck]"
SHORTEST = 8
"""Bytes of the shortest secret: to strike fewer letters would strike other words with them."""

MOST = 4096
"""Secrets that are known to one process; the one longest not used is forgotten beyond that."""


class Redactor:
    """Knows secrets, and strikes them from texts; safe from several threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._pattern: re.Pattern[str] | None = None
        self._lock = Lock()

    def learn(self, secret: str) -> None:
        """Strike this from now on; what is shorter than SHORTEST is not learnt."""
        bare = secret.strip()
        if len(bare.encode("utf-8", "replace")) < SHORTEST:
            return
        with self._lock:
            if bare in self._known:
                self._known.move_to_end(bare)
                return
            self._known[bare] = forms(bare)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
            self._pattern = None

    def strike(self, text: str) -> str:
        """Give a text with each known secret replaced."""
        if not self._known:
            return text
        with self._lock:
            if self._pattern is None:
                every = {form for known in self._known.values() for form in known}
                longest_first = sorted(every, key=len, reverse=True)
                self._pattern = re.compile("|".join(map(re.escape, longest_first)))
            pattern = self._pattern
        return pattern.sub(STRUCK, text)

    def struck(self, value: object) -> object:
        """Strike within texts, bytes, lists and tables, as a line of a log holds them."""
        match value:
            case str():
                return self.strike(value)
            case bytes():
                return self.strike(value.decode("utf-8", "replace"))
            case dict():
                return {self.struck(name): self.struck(one) for name, one in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self.struck(one) for one in value]
            case None | bool() | int() | float():
                return value
        text = str(value)
        found = self.strike(text)
        return value if found == text else found

    def __call__(
        self, _logger: object, _method: str, event: dict[str, object]
    ) -> dict[str, object]:
        """Strike in an event of a log: a processor, as structlog has them."""
        return {name: self.struck(value) for name, value in event.items()}


redactor = Redactor()
"""That of this process, as its logs are those of the process."""


def forms(secret: str) -> tuple[str, ...]:
    """Give how a secret may stand in a text: as it is, escaped, and encoded."""
    raw = secret.encode("utf-8", "surrogateescape")
    found = {
        secret,
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
        repr(raw)[2:-1],
        quote(secret, errors="replace"),
        quote(secret, safe="", errors="replace"),
        quote_plus(secret, errors="replace"),
        raw.hex(),
        raw.hex().upper(),
        raw.hex(":"),
        *_in_base64(raw),
    }
    return tuple(sorted(found, key=len, reverse=True))


def _in_base64(raw: bytes) -> set[str]:
    """Give what base64 makes of it wherever it begins in what is encoded: there are three ways."""
    found = set()
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + raw).decode()
        # a letter holds 6 bits: the first ones and the last may hold bits of a neighbour
        first, last = -(-before * 8 // 6), (before + len(raw)) * 8 // 6
        middle = whole[first:last]
        found |= {middle, middle.replace("+", "-").replace("/", "_")}
    return found
