"""What one panel made of one case: right or not, how sure, what was struck, what it took."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from benchmarks.panel.judged import all_clear, false_findings, top
from benchmarks.panel.world import Made
from hexascope.consult.consult import Consultation
from hexascope.domain.opinion import Opinion, Stance

POINTS_A_FALSE_FINDING = 0.1
"""What a false finding costs, as on the fault bench."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One panel. `case` is a digest of the case's name; `first` a digest of what it put first.

    `sure` is how sure its analysts were of their first cause, 0 to 1, None where none spoke by
    itself; `picks` how many of `analysts` named the true cause first; `dollars` None: no price
    known.
    """

    case: str
    faulty: bool
    language: str
    seed: int
    right: bool
    false_findings: int
    first: str
    sure: float | None
    first_is_true: bool
    picks: int
    analysts: int
    struck: Mapping[str, int]
    seconds: float
    tokens: int
    dollars: float | None
    calls: int
    failed: int
    why: str = ""

    @property
    def score(self) -> float:
        """Give 1 for a right judgement, less a tenth for each false finding."""
        return self.right - POINTS_A_FALSE_FINDING * self.false_findings


def outcome_of(made: Made, said: Consultation, *, language: str, seed: int) -> Outcome:
    """Judge a verdict by what is true of its case."""
    first = top(said.verdict, made.case)
    record = said.record
    calls = record.calls if record else ()
    errors = [one.error for one in calls if one.error]
    own = [one for one in said.opinions if record is None or one.voice != "rules"]
    picked = _picks(own)
    return Outcome(
        case=_digest(made.name),
        faulty=bool(made.truth),
        language=language,
        seed=seed,
        right=first == made.truth if made.truth else all_clear(said.verdict, made.case),
        false_findings=false_findings(said.verdict, made.case, made.truth),
        first=_digest(first),
        sure=_sure(own, first),
        first_is_true=bool(made.truth) and first == made.truth,
        picks=sum(item == made.truth for item in picked.values()),
        analysts=len(picked),
        struck=dict(Counter(one.ruling for one in record.struck)) if record else {},
        seconds=record.seconds if record else 0.0,
        tokens=sum(one.input_tokens + one.output_tokens for one in calls),
        dollars=record.dollars if record else 0.0,
        calls=len(calls),
        failed=len(errors),
        why=errors[0] if errors else "",
    )


def _picks(own: list[Opinion]) -> dict[str, str]:
    """Give for each who spoke the first item that it agreed with, '' where it agreed with none."""
    picked: dict[str, str] = {}
    for one in own:
        agreed = one.item if one.stance is Stance.AGREES else ""
        picked[one.role] = picked.get(one.role) or agreed
    return picked


def _sure(own: list[Opinion], first: str) -> float | None:
    """Give how sure analysts were, on average, that the first cause is one; who opposes is not."""
    said = [
        one.confidence / 100 if one.stance is Stance.AGREES else 1 - one.confidence / 100
        for one in own
        if one.item == first
    ]
    return sum(said) / len(said) if said else None


def _digest(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:10]
