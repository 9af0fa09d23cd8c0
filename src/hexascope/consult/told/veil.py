"""What may not leave the host, hidden before it is sent and put back in what is answered."""

import re
from collections.abc import Mapping

_ADDRESS = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]\d)|(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}(?![\w:])"
    r"|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b",
    re.IGNORECASE,
)
_HOME = re.compile(r"(?<=/home/)[^/\s\"',]+")
_SECRET = re.compile(
    r"((?:pass(?:word|wd)?|secret|token|api[_-]?key|credential)s?\s*[=:]\s*)[^\s,;\"'}]+",
    re.IGNORECASE,
)
_LOOPBACK = re.compile(r"^(?:127\.|0\.0\.0\.0$|::1$)")


class Veil:
    """Hides addresses, users' names in paths, and secrets; a drawn-back veil hides nothing.

    The same word is hidden by the same word throughout a case, so that what belongs together can
    still be seen. Secrets are not put back: nobody needs them.
    """

    def __init__(self, *, drawn: bool = True) -> None:
        self._drawn = drawn
        self._hidden: dict[str, str] = {}

    @property
    def drawn(self) -> bool:
        """Say whether it hides anything at all."""
        return self._drawn

    def hide(self, words: str) -> str:
        """Give a text with what may not leave replaced."""
        if not self._drawn:
            return words
        words = _SECRET.sub(r"\1…", words)
        words = _HOME.sub(lambda found: self._stand_in("user", found[0]), words)
        return _ADDRESS.sub(
            lambda found: (
                found[0] if _LOOPBACK.match(found[0]) else self._stand_in("address", found[0])
            ),
            words,
        )

    def lift(self, value: object) -> object:
        """Give what was answered with the true words put back, in texts, lists and objects."""
        if isinstance(value, str):
            for word, stand_in in self._longest_first():
                value = value.replace(stand_in, word)
            return value
        if isinstance(value, Mapping):
            return {name: self.lift(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.lift(one) for one in value]
        return value

    def pairs(self) -> list[tuple[str, str]]:
        """Give each hidden word with what stands for it, in the order in which they came."""
        return list(self._hidden.items())

    def _stand_in(self, kind: str, word: str) -> str:
        known = self._hidden.get(word)
        if known is None:
            known = f"{kind}-{len(self._hidden) + 1}"
            self._hidden[word] = known
        return known

    def _longest_first(self) -> list[tuple[str, str]]:
        """Give the pairs so that `address-12` is put back before `address-1`."""
        return sorted(self._hidden.items(), key=lambda pair: -len(pair[1]))
