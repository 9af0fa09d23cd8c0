"""Causes: who is said to bring about what must be shown to, and not come after it."""

import re
from enum import StrEnum

from hexascope.consult.ledger.known import Known
from hexascope.consult.ledger.names import Named

_FORWARD = re.compile(
    r"\b(?:causes?|caused(?! by)|causing|leads? to|led to|results? in|makes?|made|forces?|triggers?"
    r"|triggered(?! by)|slows? down|blocks?|starves?|explains?"
    r"|causa|causam|causou|leva a|levou a|provoca|provocou|faz com que|bloqueia|explica)\b",
    re.IGNORECASE,
)
_BACKWARD = re.compile(
    r"\b(?:because(?: of)?|caused by|due to|owing to|result of|triggered by|explained by|comes from"
    r"|stems from|blocked by|slowed(?: down)? by|held back by"
    r"|porque|por causa de|causad[oa]s? por|devido a|em razão de|resulta de|provocad[oa]s? por"
    r"|explicad[oa]s? por|bloquead[oa]s? por)\b",
    re.IGNORECASE,
)
RESOURCES = {
    "cpu": "cpu", "cpus": "cpu", "memory": "memory", "memória": "memory", "swap": "swap",
    "disk": "disk", "disks": "disk", "disco": "disk", "discos": "disk", "filesystem": "filesystem",
    "network": "network", "rede": "network", "swapping": "swap", "latency": "latency",
}  # fmt: skip
_WORD = re.compile(r"[\w-]+")


class Causal(StrEnum):
    """What the evidence says of a stated cause."""

    NONE = "none"
    PROVEN = "proven"
    UNPROVEN = "unproven"
    BACKWARDS = "backwards"


def causal(sentence: str, named: list[Named], about: Known) -> Causal:
    """Rule the cause that a sentence states between names and resources, if it states one."""
    match = _BACKWARD.search(sentence)
    turned = match is not None
    match = match or _FORWARD.search(sentence)
    if match is None:
        return Causal.NONE
    left = _spoken(sentence, 0, match.start(), named)
    right = _spoken(sentence, match.end(), len(sentence), named)
    if match.start() == 0 and turned:  # "Because of X, Y …"
        first, comma, _ = sentence[match.end() :].partition(",")
        middle = match.end() + len(first) if comma else len(sentence)
        right, left = (
            _spoken(sentence, match.end(), middle, named),
            _spoken(sentence, middle, len(sentence), named),
        )
    causes, effects = (right, left) if turned else (left, right)
    if not causes or not effects:
        return Causal.NONE
    return ruled_cause(causes, effects, about)


def ruled_cause(causes: frozenset[str], effects: frozenset[str], about: Known) -> Causal:
    """Say whether the evidence shows that some things bring about others."""
    pairs = {(cause, effect) for cause in causes for effect in effects if cause != effect}
    if pairs & about.causes:
        return Causal.PROVEN if not _too_late(causes, effects, about) else Causal.BACKWARDS
    backwards = {(effect, cause) for cause, effect in pairs} & about.causes
    if not backwards:
        return Causal.UNPROVEN
    # a resource runs out by who takes it, and who lacks it suffers by that: both ways are true
    taken = set(RESOURCES.values())
    return Causal.PROVEN if any(taken & set(pair) for pair in backwards) else Causal.BACKWARDS


def _spoken(sentence: str, begin: int, end: int, named: list[Named]) -> frozenset[str]:
    said = {one.name for one in named if begin <= one.begin < end}
    said |= {
        RESOURCES[word]
        for match in _WORD.finditer(sentence[begin:end].lower())
        if (word := match[0]) in RESOURCES
    }
    return frozenset(said)


def _too_late(causes: frozenset[str], effects: frozenset[str], about: Known) -> bool:
    """Say whether the cause is known to have begun after its effect."""
    began = [about.onsets[name] for name in causes if name in about.onsets]
    ended = [about.onsets[name] for name in effects if name in about.onsets]
    return bool(began and ended) and min(began) > max(ended)
