"""What fits a model's window: how much of it is for the case, for colleagues, for the answer.

And what of the evidence comes first: the gravest, and of a family's many instances the first.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from hexascope.consult.hypotheses import Hypothesis
from hexascope.consult.told.outcome import gained
from hexascope.consult.told.recalled import usual_of
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.use import Severity

BYTES_A_TOKEN = 2.3
"""JSON takes more tokens than prose: 2.3 bytes each were measured with SmolLM2 on a case of ours
(docs/explain/real-model.md), whose words are few; larger models read three and more in one."""

MOST_ANSWER_TOKENS = 1_500
ANSWER_SHARE = 0.25
"""The part of a window that an answer may take, where that is less."""

MOST_OF_A_WISH = 5
"""Instances of one family that an own specialist is shown because it wants to see them."""

TOLD_SHARE = 0.2
MOST_TOLD_BYTES = 12_000
"""What colleagues said may take so much of what the answer leaves."""

ROLE_BYTES = 3_000
"""An analyst's mandate with the form of its answer; the names in the form are counted apart."""

TOLD_FORM_BYTES = 2_300
"""A mandate and the form of an answer beside what colleagues said."""

LEAST_SHARED_BYTES = 3_000
"""Below this no case can be put; a smaller window is a mistake of who stated it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How one window is shared out: tokens of the answer, bytes of the case and of what is told."""

    answer_tokens: int
    shared_bytes: int
    told_bytes: int


def room_in(window_tokens: int) -> Room:
    """Share a window out between the answer, the case and what colleagues said of it.

    >>> room_in(4096).answer_tokens, room_in(32_768).answer_tokens
    (1024, 1500)
    """
    answer = min(MOST_ANSWER_TOKENS, int(window_tokens * ANSWER_SHARE))
    rest = int((window_tokens - answer) * BYTES_A_TOKEN)
    told = min(MOST_TOLD_BYTES, int(rest * TOLD_SHARE))
    shared = rest - max(ROLE_BYTES, told + TOLD_FORM_BYTES)
    return Room(answer_tokens=answer, shared_bytes=max(LEAST_SHARED_BYTES, shared), told_bytes=told)


def ranked(case: Case, about: Sequence[Hypothesis]) -> Iterator[Evidence]:
    """Give evidence by its worth: what was asked for and the first proof of each cause, then by
    severity and novelty.

    Each repeat of a family stands as if it were a step less grave: the twelfth disk's wait tells
    less than the first sign of something else.
    """
    firsts = [*gained(case), *(one.for_[0] for one in about if one.for_)]
    repeats = Counter(piece.family for piece in firsts)
    seen = {piece.key for piece in firsts}
    yield from {piece.key: piece for piece in firsts}.values()
    rest: list[tuple[int, int, Evidence]] = []
    for place, (severity, piece) in enumerate(_candidates(case, about)):
        if piece.key in seen:
            continue
        seen.add(piece.key)
        rest.append((repeats[piece.family] - severity, place, piece))
        repeats[piece.family] += 1
    yield from (piece for _, _, piece in sorted(rest, key=lambda one: one[:2]))


def _candidates(case: Case, about: Sequence[Hypothesis]) -> Iterator[tuple[Severity, Evidence]]:
    """Give evidence with how grave that is which it bears out or speaks against."""
    yield from _as_grave(Severity.HIGH, asked_for(case))
    for one in about:
        yield from _as_grave(one.finding.severity, (*one.for_, *one.against))
    for finding in case.findings:
        yield from _as_grave(finding.severity, finding.evidence)
    yield from _as_grave(Severity.LOW, usual_of(case))
    wanted = {key for cell in case.coverage for key in cell.evidence}
    for family in dict.fromkeys(key.partition("{")[0] for key in sorted(wanted)):
        measured = (piece for piece in case.of(family) if piece.key in wanted)
        yield from _as_grave(Severity.INFO, measured)
    yield from _as_grave(Severity.INFO, case.of("onset.at"))


def asked_for(case: Case) -> Iterator[Evidence]:
    """Give what users' own specialists want to see: of each family or key the first instances."""
    for name in case.wants:
        pieces = (one for one in case.of(name.partition("{")[0]) if name in (one.family, one.key))
        yield from islice(pieces, MOST_OF_A_WISH)


def _as_grave(
    severity: Severity, pieces: Iterable[Evidence]
) -> Iterator[tuple[Severity, Evidence]]:
    return ((severity, piece) for piece in pieces)
