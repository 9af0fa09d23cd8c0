"""Trying a specialist: what its rules say of a kept examination, with the evidence below it."""

from collections.abc import Iterator, Sequence

from hexascope.consult.asking.proofs import proofs
from hexascope.consult.contract import Specialist
from hexascope.domain.case import Case
from hexascope.domain.conversation import Reply, Sentence
from hexascope.domain.evidence import Evidence
from hexascope.domain.opinion import Opinion
from hexascope.services.asking import Asking
from hexascope.words import render

MOST_SAID = 50
"""Opinions of one specialist that are shown."""

NO_RULES = "it has no rules: without a model it has nothing to say"


def tried(asking: Asking, one: Specialist, case: Case) -> Reply:
    """Let a specialist's rules speak of a case; what they could not see is said."""
    if one.rules is None:
        return Reply(role=one.role, voice="rules", absent=NO_RULES)
    try:
        said = list(one.rules(case, asking.service.prices))[:MOST_SAID]
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return Reply(role=one.role, voice="rules", absent=str(error)[:500])
    return Reply(
        role=one.role,
        voice="rules",
        sentences=tuple(
            Sentence(words=render(each.advice, asking.language), ruling="proven", keys=each.because)
            for each in said
        ),
        proofs=proofs(list(_pieces(case, said))),
    )


def _pieces(case: Case, said: Sequence[Opinion]) -> Iterator[Evidence]:
    wanted = {key for one in said for key in one.because}
    seen: set[str] = set()
    cited = [piece for one in case.findings for piece in one.evidence]
    families = sorted({key.partition("{")[0] for key in wanted})
    for piece in (*cited, *(each for family in families for each in case.of(family))):
        if piece.key in wanted and piece.key not in seen:
            seen.add(piece.key)
            yield piece
