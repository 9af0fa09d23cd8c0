"""From what a model answered to opinions: what is proven passes, the rest is kept as struck."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from hexascope.consult.answered.forms import NONE, OTHER, Answered, Said
from hexascope.consult.hypotheses import Hypothesis
from hexascope.consult.ledger.claims import Judged, prove
from hexascope.consult.ledger.computed import only_computed
from hexascope.consult.ledger.known import Known
from hexascope.consult.ledger.prose import Ruled, Ruling, published, rule
from hexascope.consult.ledger.sentences import Show
from hexascope.consult.ledger.strikes import strikes
from hexascope.domain.opinion import Opinion, Stance
from hexascope.domain.panel import Struck
from hexascope.domain.remedy import Proposal
from hexascope.domain.text import Text, text
from hexascope.domain.use import Severity
from hexascope.kit.visible import visible
from hexascope.words import Language

LEAST_SURE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """What stands of one answer: opinions, a question, what to remember; and what was struck."""

    opinions: tuple[Opinion, ...]
    struck: tuple[Struck, ...]
    question: str = ""
    remember: str = ""


def admit(
    answered: Answered,
    role: str,
    hypotheses: Sequence[Hypothesis],
    about: Known,
    *,
    voice: str,
    language: Language,
    show: Show,
) -> Admitted:
    """Put each opinion to the ledger; one that is left without proven evidence is dropped."""
    known = {one.id: one for one in hypotheses}
    opinions: list[Opinion] = []
    struck = [Struck(role=role, words=one, ruling="form", reason=one) for one in answered.refused]
    for said in answered.said:
        claims = [prove(claim, about) for claim in said.claims]
        prose = rule(visible(said.reason), about, language, show)
        struck += _struck(role, claims, prose)
        keys = _proven(claims, prose)
        one = known.get(said.hypothesis)
        if not keys or only_computed(keys):
            reason = "none of its claims is proven by the evidence"
            if keys:
                reason = "it rests on what its own program computed, and on nothing measured"
            words = said.reason or said.hypothesis
            struck.append(Struck(role=role, words=words, ruling="unsupported", reason=reason))
            continue
        cause = rule(visible(said.other_cause), about, language, show) if one is None else ()
        struck += strikes(role, cause)
        if one is None and not published(cause):
            continue  # a cause of its own that names nothing that there is
        proven = replace(said, other_cause=published(cause))
        opinions.append(_opinion(proven, role, one, keys, published(prose), voice))
    question = rule(visible(answered.question), about, language, show)
    struck += strikes(role, question)
    lasting = rule(visible(answered.remember), about, language, show)
    struck += strikes(role, lasting)
    return Admitted(
        opinions=tuple(opinions),
        struck=tuple(struck),
        question=published(question),
        remember=published(lasting),
    )


def _opinion(
    said: Said,
    role: str,
    one: Hypothesis | None,
    keys: tuple[str, ...],
    words: str,
    voice: str,
) -> Opinion:
    finding = one.finding if one is not None else None
    severity = said.severity
    proposals: tuple[Proposal, ...] = ()
    if finding is not None:
        severity = within_a_step(said.severity, finding.severity)
        proposals = tuple(each for each in finding.proposals if each.remedy == said.remedy)
    return Opinion(
        role=role,
        item=finding.id if finding is not None else _other(said),
        stance=said.stance,
        advice=_advice(words, said),
        because=keys,
        severity=severity,
        confidence=max(LEAST_SURE, said.confidence),
        proposals=proposals if said.stance is Stance.AGREES else (),
        voice=voice,
    )


def within_a_step(said: Severity, found: Severity) -> Severity:
    """Let a model see a finding one step graver or milder; a critical one never milder."""
    if found is Severity.CRITICAL:
        return found
    return Severity(max(found - 1, Severity.INFO, min(said, found + 1)))


def _advice(words: str, said: Said) -> Text:
    if said.hypothesis == OTHER and said.other_cause:
        return text(
            "Another cause is thought of, and not proven: {cause}. {words}",
            cause=said.other_cause.rstrip("."),
            words=words,
        )
    if words:
        return text("{words}", words=words)
    if said.remedy != NONE:
        return text(
            "Its claims hold; no sentence of it was proven. It would choose {remedy}.",
            remedy=said.remedy,
        )
    return text("Its claims hold; no sentence of it was proven.")


def _other(said: Said) -> str:
    digest = sha256(said.other_cause.lower().encode(errors="replace")).hexdigest()[:12]
    return f"{OTHER}:{digest}"


def _proven(claims: Iterable[Judged], prose: Iterable[Ruled]) -> tuple[str, ...]:
    """Give the keys that proven claims and sentences rest on, each once."""
    keys = [key for one in claims if one.ruling is Ruling.PROVEN for key in one.claim.evidence]
    keys += [key for one in prose if one.ruling is Ruling.PROVEN for key in one.keys if key]
    return tuple(dict.fromkeys(keys))


def _struck(role: str, claims: Iterable[Judged], prose: Iterable[Ruled]) -> list[Struck]:
    found = [
        Struck(
            role=role,
            words=_in_words(one),
            ruling=one.ruling.value,
            reason=one.reason,
        )
        for one in claims
        if one.ruling.struck
    ]
    return found + strikes(role, prose)


def _in_words(one: Judged) -> str:
    claim = one.claim
    return (
        f"{claim.kind} {' '.join(claim.evidence)[:160]} {claim.operator} {claim.value:.6g}"
        f" {claim.unit}"
    )


def classes(struck: Iterable[Struck]) -> dict[str, int]:
    """Count what was struck by its class."""
    counts: dict[str, int] = {}
    for one in struck:
        counts[one.ruling] = counts.get(one.ruling, 0) + 1
    return counts
