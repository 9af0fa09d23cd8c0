"""The first wall: a claim names its evidence, and code says whether the evidence bears it out."""

from dataclasses import dataclass
from enum import StrEnum

from hexascope.consult.ledger.causes import Causal, ruled_cause
from hexascope.consult.ledger.computed import mixed
from hexascope.consult.ledger.general import TABLE
from hexascope.consult.ledger.known import Fact, Known, dimension_of
from hexascope.consult.ledger.past import way_of
from hexascope.consult.ledger.prose import Ruling, holds
from hexascope.consult.ledger.quantity import Bound, Dimension, Quantity
from hexascope.consult.ledger.trends import direction
from hexascope.domain.evidence import Evidence

MOST_EVIDENCE = 3


class ClaimKind(StrEnum):
    """What a claim is, and so what it needs."""

    OBSERVATION = "observation"
    INFERENCE = "inference"
    CAUSE = "cause"
    TREND = "trend"
    KNOWLEDGE = "knowledge"
    ESTIMATE = "estimate"


class Operator(StrEnum):
    """How a claim's value stands to its evidence."""

    IS = "is"
    ABOUT = "about"
    ABOVE = "above"
    BELOW = "below"
    RATIO = "ratio"  # the first piece of evidence over the second
    DIFFERENCE = "difference"
    SUM = "sum"
    RISES = "rises"
    FALLS = "falls"


UNITS: dict[str, tuple[Dimension, float]] = {
    "s": (Dimension.SECONDS, 1.0),
    "ms": (Dimension.SECONDS, 1e-3),
    "us": (Dimension.SECONDS, 1e-6),
    "text": (Dimension.COUNT, 1.0),
    "percent": (Dimension.RATIO, 0.01),
    "ratio": (Dimension.RATIO, 1.0),
    "bytes": (Dimension.BYTES, 1.0),
    "KiB": (Dimension.BYTES, 2.0**10),
    "MiB": (Dimension.BYTES, 2.0**20),
    "GiB": (Dimension.BYTES, 2.0**30),
    "bytes_per_s": (Dimension.BYTES_PER_S, 1.0),
    "MiB_per_s": (Dimension.BYTES_PER_S, 2.0**20),
    "per_s": (Dimension.PER_S, 1.0),
    "count": (Dimension.COUNT, 1.0),
    "times": (Dimension.FACTOR, 1.0),
    "none": (Dimension.COUNT, 1.0),
}
"""Units that a claim may state, each with what it measures and its factor to base units."""

_BOUNDS = {
    Operator.IS: Bound.IS,
    Operator.ABOUT: Bound.ABOUT,
    Operator.ABOVE: Bound.ABOVE,
    Operator.BELOW: Bound.BELOW,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a specialist claims: evidence by key, and how a value stands to it."""

    kind: ClaimKind
    evidence: tuple[str, ...]
    operator: Operator
    value: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim with what the evidence says of it."""

    claim: Claim
    ruling: Ruling
    reason: str = ""


def prove(claim: Claim, about: Known) -> Judged:
    """Say whether a claim is borne out by the evidence that it names."""
    unknown = next((key for key in claim.evidence if key not in about.evidence), None)
    if unknown is not None:
        reason = f"it names evidence that was not shown: {unknown[:80]}"
        return Judged(claim=claim, ruling=Ruling.UNSUPPORTED, reason=reason)
    if mixed(claim.evidence):
        reason = "it mixes what was computed with what was measured"
        return Judged(claim=claim, ruling=Ruling.UNSUPPORTED, reason=reason)
    if claim.kind is ClaimKind.ESTIMATE:
        return Judged(claim=claim, ruling=Ruling.ESTIMATE)
    if claim.kind is ClaimKind.KNOWLEDGE:
        return _known(claim)
    if not claim.evidence:
        return Judged(claim=claim, ruling=Ruling.UNSUPPORTED, reason="it names no evidence")
    pieces = [about.evidence[key] for key in claim.evidence]
    if claim.kind is ClaimKind.CAUSE:
        return _caused(claim, about)
    if claim.operator in (Operator.RISES, Operator.FALLS):
        return _moves(claim, about)
    if any(isinstance(piece.value, str) for piece in pieces):
        reason = "it states a number of evidence that is a text"
        return Judged(claim=claim, ruling=Ruling.UNSUPPORTED, reason=reason)
    return _measured(claim, pieces)


def stated(claim: Claim) -> Quantity:
    """Give a claim's value in base units; its last digit says how it was rounded."""
    dimension, factor = UNITS[claim.unit]
    written = f"{claim.value:.10g}"
    decimals = len(written.partition(".")[2]) if "." in written and "e" not in written else 0
    whole = written.partition(".")[0].lstrip("-")
    zeros = len(whole) - len(whole.rstrip("0"))
    step = 10.0**-decimals if decimals else 10.0 ** (zeros if len(whole) - zeros >= 2 else 0)
    bound = _BOUNDS.get(claim.operator, Bound.IS)
    return Quantity(claim.value * factor, step * factor, dimension, bound, 0, 0)


def _measured(claim: Claim, pieces: list[Evidence]) -> Judged:
    one = stated(claim)
    fact = _computed(claim, pieces)
    if fact is None:
        reason = f"'{claim.operator}' needs two pieces of evidence that measure the same"
        return Judged(claim=claim, ruling=Ruling.UNSUPPORTED, reason=reason)
    if one.dimension is not fact.dimension:
        reason = f"{claim.unit} does not measure {claim.evidence[0][:80]}"
        return Judged(claim=claim, ruling=Ruling.CONTRADICTED, reason=reason)
    if not holds(one, fact):
        reason = f"the evidence has {fact.value:.4g}, not {one.value:.4g}"
        return Judged(claim=claim, ruling=Ruling.CONTRADICTED, reason=reason)
    return Judged(claim=claim, ruling=Ruling.PROVEN)


def _computed(claim: Claim, pieces: list[Evidence]) -> Fact | None:
    """Give the value that a claim speaks of: its evidence's, or arithmetic over two pieces."""
    if claim.operator not in (Operator.RATIO, Operator.DIFFERENCE, Operator.SUM):
        return Fact(pieces[0].number, dimension_of(pieces[0]))
    kinds = {dimension_of(piece) for piece in pieces}
    if len(pieces) < 2 or len(kinds) != 1:
        return None
    [kind] = kinds
    first, second = pieces[0].number, pieces[1].number
    if claim.operator is Operator.SUM:
        return Fact(sum(piece.number for piece in pieces), kind)
    if claim.operator is Operator.DIFFERENCE:
        return Fact(first - second, kind)
    wanted = Dimension.RATIO if UNITS[claim.unit][0] is Dimension.RATIO else Dimension.FACTOR
    return Fact(first / second, wanted) if second else None


def _moves(claim: Claim, about: Known) -> Judged:
    wanted = 1 if claim.operator is Operator.RISES else -1
    ways = {direction(fact) for fact in about.facts if fact.key in claim.evidence}
    ways |= {way_of(fact) for fact in about.past if fact.key in claim.evidence}
    if wanted in ways:
        return Judged(claim=claim, ruling=Ruling.PROVEN)
    if -wanted in ways:
        reason = "the evidence moves the other way"
        return Judged(claim=claim, ruling=Ruling.CONTRADICTED, reason=reason)
    return Judged(claim=claim, ruling=Ruling.UNSUPPORTED, reason="the evidence shows no trend")


def _caused(claim: Claim, about: Known) -> Judged:
    if len(claim.evidence) < 2:
        reason = "a cause needs evidence of the cause and of the effect"
        return Judged(claim=claim, ruling=Ruling.UNSUPPORTED, reason=reason)
    names = [
        frozenset(name for fact in about.facts if fact.key == key for name in fact.names)
        | {about.evidence[key].resource or ""}
        for key in claim.evidence[:2]
    ]
    ruled = ruled_cause(names[0] - {""}, names[1] - {""}, about)
    if ruled is Causal.PROVEN:
        return Judged(claim=claim, ruling=Ruling.PROVEN)
    if ruled is Causal.BACKWARDS:
        reason = "the evidence has cause and effect the other way round"
        return Judged(claim=claim, ruling=Ruling.CONTRADICTED, reason=reason)
    reason = "no evidence shows that the one brings about the other"
    return Judged(claim=claim, ruling=Ruling.HYPOTHESIS, reason=reason)


def _known(claim: Claim) -> Judged:
    one = stated(claim)
    if any(fact.dimension is one.dimension and fact.value == one.value for fact in TABLE):
        return Judged(claim=claim, ruling=Ruling.PROVEN)
    reason = "it is not in the table of general knowledge"
    return Judged(claim=claim, ruling=Ruling.UNSUPPORTED, reason=reason)
