"""Evidence as the proof below an answer."""

from collections.abc import Iterable

from hexascope.domain.conversation import Proof
from hexascope.domain.evidence import Evidence
from hexascope.kit.visible import cut, visible


def proofs(several: Iterable[Evidence]) -> tuple[Proof, ...]:
    """Give pieces of evidence, each once, with value, unit and source."""
    return tuple(
        Proof(
            key=key,
            value=cut(visible(one.value)) if isinstance(one.value, str) else one.value,
            unit=one.unit.value,
            source=one.source,
        )
        for key, one in {each.key: each for each in several}.items()
    )
