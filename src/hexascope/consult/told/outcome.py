"""What came of errands, as models are told of it: the new evidence first, and what was not done."""

from collections.abc import Iterator
from typing import Any

from hexascope.domain.case import Case
from hexascope.domain.errand import Computed, Errand
from hexascope.domain.evidence import Evidence

MOST_GAINED = 60
"""Pieces of new evidence that stand before all other; a profile gives a dozen."""


def gained(case: Case) -> Iterator[Evidence]:
    """Give the evidence that errands brought, in the order of their askers' hypotheses."""
    keys = [key for one in case.rows(Errand) for key in one.gave]
    keys += [key for one in case.rows(Computed) for key in one.gave]
    wanted = list(dict.fromkeys(keys))[:MOST_GAINED]
    families = dict.fromkeys(key.partition("{")[0] for key in wanted)
    pieces = {piece.key: piece for family in families for piece in case.of(family)}
    yield from (pieces[key] for key in wanted if key in pieces)


def outcome(case: Case) -> dict[str, Any]:
    """Tell what was done for whom, and what was not and why; nothing where nothing was asked."""
    probes = [
        {
            "asked_by": list(one.asked_by),
            "probe": f"{one.probe} on {one.subject}",
            "gave": list(one.gave[:MOST_GAINED]),
            "why_not": one.reason,
        }
        for one in case.rows(Errand)
    ]
    programs = [
        {"asked_by": one.asked_by, "computed": list(one.gave), "why_not": one.reason}
        for one in case.rows(Computed)
    ]
    return {"done": [*probes, *programs]} if probes or programs else {}
