"""What is struck of a prose, as the record keeps it."""

from collections.abc import Iterable
from dataclasses import replace

from hexascope.consult.ledger.foreign import foreign_matter
from hexascope.consult.ledger.prose import Ruled
from hexascope.domain.panel import Struck

FOREIGN = "foreign"
"""The class of what holds an address, markup or a command of a model's own making."""


def strikes(role: str, ruled: Iterable[Ruled]) -> list[Struck]:
    """Give the sentences that are struck, each with its reason."""
    return [
        Struck(role=role, words=one.sentence, ruling=one.ruling.value, reason=one.reason)
        for one in ruled
        if one.ruling.struck
    ]


def marked_foreign(one: Struck) -> Struck:
    """Mark what holds an address, markup or a command: the record has it, no report shows it."""
    told = f"{one.words}\n{one.reason}"
    return replace(one, ruling=FOREIGN) if foreign_matter(told, frozenset()) else one
