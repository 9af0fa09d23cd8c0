"""The all-clear: who says that nothing is wrong states something, and findings contradict it."""

import re

_CLEAR = re.compile(
    r"\b(?:all|everything|it\s+all|the\s+(?:whole\s+)?(?:host|system|server|machine))\b(?:\s+\w+){0,2}?\s+"
    r"(?:is|are|looks?|seems?|runs?|works?|remains?)\s+(?:\w+\s+)?"
    r"(?:fine|well|good|ok|okay|healthy|normal|normally|in\s+order|as\s+expected|safe|great|perfect)\b"
    r"|\bnothing\b(?!\s+else)(?:\s+\w+){0,3}?\s+(?:wrong|amiss|to\s+(?:do|worry|see|fix|mend)|broken|unusual|abnormal)\b"
    r"|\b(?:no|not\s+any|without\s+any)\s+(?:\w+\s+){0,2}?"
    r"(?:problems?|issues?|faults?|findings?|troubles?|actions?|anomal(?:y|ies)|concerns?|bottlenecks?)\b"
    r"|\ball\s+(?:good|clear|well|fine|ok)\b|\b(?:is|looks|seems)\s+(?:perfectly\s+)?healthy\b"
    r"|\b(?:false\s+alarms?|ignore\s+(?:this|these|the)\s+(?:findings?|alarms?|warnings?))\b"
    r"|\btudo\s+(?:\w+\s+)?(?:bem|certo|normal|ok|ótimo|em\s+ordem)\b"
    r"|\bnada\s+(?:\w+\s+){0,2}?(?:errado|anormal|a\s+fazer|de\s+errado)\b"
    r"|\b(?:nenhum|não\s+há|sem)\s+(?:\w+\s+){0,2}?(?:problemas?|falhas?|anomalias?|gargalos?|ação)\b"
    r"|\b(?:está|parece)\s+(?:\w+\s+)?saudável\b|\balarmes?\s+falsos?\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|nem|não|hardly|far\s+from)\b|n't\b)\s*(?:\w+\s+){0,2}$", re.IGNORECASE
)
_OF_ONE = re.compile(
    r"\b(?:with|for|of|about|on|in|at|beside|besides|other|else|than|em|com|de|no|na|do|da|outr[oa]s?)\b"
)
"""What goes on so speaks of one thing, or of the others: that may well be so."""


def all_clear(sentence: str, *, harmed: bool) -> str:
    """Say why a sentence that gives the all-clear is not so; '' where it gives none, or may.

    >>> all_clear("All is fine.", harmed=True)
    "it says that nothing is wrong: 'All is fine'"
    >>> all_clear("There is no problem with vda.", harmed=True)
    ''
    """
    if not harmed:
        return ""
    for match in _CLEAR.finditer(sentence):
        denied = _DENIED.search(sentence[: match.start()]) or re.search(r"\bnot\b", match[0])
        if not denied and not _OF_ONE.match(sentence[match.end() :].strip().lower()):
            return f"it says that nothing is wrong: {match[0]!r}"
    return ""
