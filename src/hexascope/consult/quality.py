"""Quality tiers: how many analysts answered by a model, and what a report may then be sure of."""

from typing import NamedTuple


class Quality(NamedTuple):
    """A tier and the confidence it allows a report to state, 0-100."""

    name: str
    confidence_cap: int


RULES = Quality("rules", 95)
"""No model was asked: the rules are as sure as their evidence lets them be."""

FALLBACK = Quality("fallback", 80)
_TIERS = {4: Quality("excellent", 95), 3: Quality("good", 88), 2: Quality("basic", 80)}


def quality(answered: int, *, by_model: bool) -> Quality:
    """Give the tier for a number of analysts that answered with a valid opinion."""
    return _TIERS.get(answered, FALLBACK) if by_model else RULES
