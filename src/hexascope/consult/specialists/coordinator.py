"""The coordinator: settles what the analysts said, and lets the graver objection hold things up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hexascope.consult import consensus
from hexascope.consult.contract import Field, Settled, Specialist
from hexascope.consult.lowering import is_of_model, lowered
from hexascope.domain.case import Case
from hexascope.domain.opinion import Opinion, Role
from hexascope.domain.use import Severity
from hexascope.domain.verdict import Item

LEAST_OF_A_SIDE = 2
"""Analysts by models on each side from which on a panel is split; one against one is weighed."""

MANDATE = """
You settle what four analysts said of a case: group their opinions by item, weigh each by its
field of expertise, give the strength of the agreement and keep every dissent beside it.

What is contested is shown with both sides, never dropped and never acted upon. An objection that
is graver than everything said in favour holds an item up, however many are for it.
"""


def settle(
    case: Case, opinions: Sequence[Opinion], fields: Mapping[str, Field] = consensus.FIELDS
) -> Settled:
    """Settle by agreement; a graver objection, or halves, make an item contested at any agreement.

    What two analysts by models show evidence against is a step milder in the verdict.
    """
    settled = consensus.settle(case, opinions, fields)
    items = tuple(
        replace(one, contested=True) if _is_held_up(one) or _is_split(one) else one
        for one in settled.items
    )
    return replace(settled, items=lowered(case, items))


def _is_held_up(one: Item) -> bool:
    """Precedence by severity: what is at stake in the objection outweighs what is to be won."""
    if one.single or not one.against or not one.for_:
        return False
    stake = max(said.severity for said in one.against)
    return stake is Severity.CRITICAL or stake > max(said.severity for said in one.for_)


def _is_split(one: Item) -> bool:
    """Say whether models stand half against half: whose field it is settles no such question."""
    sides = [{said.role for said in side if is_of_model(said)} for side in (one.for_, one.against)]
    if one.single or not sides[0].isdisjoint(sides[1]):
        return False  # who speaks on both sides takes none
    return len(sides[0]) == len(sides[1]) >= LEAST_OF_A_SIDE


coordinator = Specialist(role=Role.COORDINATOR, mandate=MANDATE, settle=settle)
