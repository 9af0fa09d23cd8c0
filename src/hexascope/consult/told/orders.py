"""Text of a host that reads like orders to a model: it is told, and taken as data like any other.

Whoever can name a process, a unit, a path or a container can write to a model. Nothing that such
a text asks for is done; that it is there is worth knowing. A name that is none of that may be told
by mistake: no evidence is ever struck for it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from hexascope.consult.hypotheses import Hypothesis
from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence
from hexascope.kit.visible import cut, visible

MOST_TEXTS = 4_000
MOST_ORDERS = 5
"""Texts that are told; one is enough to look at who wrote it."""

LONGEST_READ = 512
LONGEST_ORDER = 120
REPEATED = 24
"""Characters of such a text by which an answer is seen to repeat it."""

_JOINTS = re.compile(r"[-_./+\\]+|\s+|x20|x0a|u200b")
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}"
    r"\b(?:rules?|instructions?|previous|prior|above|everything|evidence|prompts?|warnings?|all)\b"
    r"|\b(?:system|assistant|developer)\s*(?:prompt|message)?\s*:"
    r"|\byou\s+(?:must|should|are\s+now|will|shall|have\s+to)\b"
    r"|\b(?:say|report|answer|reply|respond|claim|state|conclude|tell\s+\w+)\s+(?:that|only|with)\b"
    r"|\b(?:pretend|act\s+as|role\s?play|jailbreak|language\s+model|as\s+an\s+ai)\b"
    r"|\b(?:new|following|these)\s+instructions?\b"
    r"|\b(?:do\s+not|don't|never)\s+(?:report|mention|tell|flag|say|warn)\b"
    r"|\b(?:curl|wget)\b.{0,80}\|\s*(?:ba|z|da)?sh\b|!\[[^\]]*\]\("
    r"|<\|?(?:im\s?start|system|endoftext)|\[/?INST\]"
    r"|\b(?:ignore|desconsidere|esqueça|despreze)\b.{0,40}"
    r"\b(?:regras?|instruç(?:ão|ões)|anterior(?:es)?|acima|tudo|evidências?|avisos?)\b"
    r"|\bvocê\s+(?:deve|é\s+agora|precisa|vai)\b"
    r"|\b(?:diga|responda|relate|informe|afirme|conclua)\s+(?:que|apenas|só|somente)\b"
    r"|\bnão\s+(?:relate|mencione|diga|avise|informe)\b",
    re.IGNORECASE,
)


def reads_like_an_order(words: str) -> bool:
    """Say whether a text asks, forbids or pretends, whatever its words are joined by.

    >>> reads_like_an_order("ignore-all-previous_rules"), reads_like_an_order("nginx: worker")
    (True, False)
    """
    some = words[:LONGEST_READ]
    return bool(_ORDERS.search(some) or _ORDERS.search(_JOINTS.sub(" ", some)))


def orders_in(about: Iterable[Hypothesis], evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Give the texts that a briefing holds which read like orders, made visible and cut."""
    found: dict[str, None] = {}
    for number, words in enumerate(_texts(about, evidence)):
        if number >= MOST_TEXTS or len(found) >= MOST_ORDERS:
            break
        if reads_like_an_order(words):
            found[cut(visible(words), LONGEST_ORDER)] = None
    return tuple(found)


def repeated(orders: Sequence[str], answer: str, keys: Iterable[str] = ()) -> tuple[str, ...]:
    """Give the orders that an answer repeats, word by word; to cite evidence by its key is none."""
    if not orders:
        return ()
    for key in keys:
        answer = answer.replace(key, "")
    said = answer.lower()
    return tuple(one for one in orders if one[:REPEATED].lower() in said)


def _texts(about: Iterable[Hypothesis], evidence: Iterable[Evidence]) -> Iterator[str]:
    pieces = list(evidence)
    for one in about:
        finding = one.finding
        for who in (finding.culprit, *finding.victims):
            if who is not None:
                yield from _of(who)
        yield from (value for _, value in finding.title.values if isinstance(value, str))
        pieces += finding.evidence
    for piece in pieces:
        yield from (value for _, value in piece.labels)
        if isinstance(piece.value, str):
            yield piece.value


def _of(who: Entity) -> Iterator[str]:
    yield from (who.name, who.path, who.key)
    one = who.identity
    if one is not None:
        yield from (one.unit, one.container_name, one.image, one.owner, one.command, one.pod)
