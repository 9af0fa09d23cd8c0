"""Names of users: written as people like, compared so that look-alikes are the same or refused."""

import unicodedata

from hexascope.domain.errors import BadInput

LONGEST_NAME = 64
"""Letters of a user's name, a role's, or a token's."""

LONGEST_KEY = 256
"""Letters of what a name is compared by: folding may make three of one."""

ALLOWED_SIGNS = "._-@+' "
_EAST_ASIAN = frozenset(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"))


def key_of(name: str) -> str:
    """Give what a name is compared by: NFKC, case folded, without what nobody sees.

    >>> key_of("  Ａnn ") == key_of("ANN")
    True
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(one for one in folded if one.isprintable() or one.isspace())
    return " ".join(seen.split())[:LONGEST_KEY]


def shown_name(name: str) -> str:
    """Give a name as it is kept; BadInput for one that can't be told from another by eye."""
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    if not 1 <= len(plain) <= LONGEST_NAME:
        raise BadInput(f"a name has 1 to {LONGEST_NAME} letters; this has {len(plain)}")
    strange = [one for one in plain if not one.isalnum() and one not in ALLOWED_SIGNS]
    if strange:
        raise BadInput(f"a name has letters, digits and {ALLOWED_SIGNS!r}, but not {strange[0]!a}")
    if len(_scripts(plain)) > 1:
        raise BadInput("a name has letters of one script: mixed ones may look like another's name")
    return plain


def _scripts(name: str) -> set[str]:
    found = {unicodedata.name(one, "?").partition(" ")[0] for one in name if one.isalpha()}
    return {"EAST ASIAN" if one in _EAST_ASIAN else one for one in found}
