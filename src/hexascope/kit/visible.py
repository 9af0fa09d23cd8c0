"""Text from strangers made visible: control, bidirectional and zero-width characters as escapes."""

import re
import unicodedata

LONGEST = 256

_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


def visible(words: str, *, lines: bool = False) -> str:
    """Write control, bidirectional and zero-width characters as escapes; cut what is too long.

    With `lines` a line end stays one.
    """
    if words.isascii() and words.isprintable():
        return words
    shown = _INVISIBLE.sub(
        lambda found: found[0] if lines and found[0] == "\n" else _escape(found[0]), words
    )
    return "".join(
        char if unicodedata.category(char) not in ("Cs", "Co", "Cn") else _escape(char)
        for char in shown
    )


def cut(words: str, longest: int = LONGEST) -> str:
    """Cut a long text in the middle, so that its beginning and its end can be told."""
    if len(words) <= longest:
        return words
    half = (longest - 1) // 2
    return f"{words[:half]}…{words[-half:]}"


def _escape(char: str) -> str:
    number = ord(char)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"
