"""What is struck of a prose, as the record keeps it."""

from collections.abc import Iterable

from hexascope.consult.ledger.prose import Ruled
from hexascope.domain.panel import Struck


def strikes(role: str, ruled: Iterable[Ruled]) -> list[Struck]:
    """Give the sentences that are struck, each with its reason."""
    return [
        Struck(role=role, words=one.sentence, ruling=one.ruling.value, reason=one.reason)
        for one in ruled
        if one.ruling.struck
    ]
