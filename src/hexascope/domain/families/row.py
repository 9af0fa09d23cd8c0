"""How the families of the network are written down."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Aspect, Resource, Unit


def row(
    name: str,
    unit: Unit,
    meaning: str,
    labels: tuple[str, ...] = (),
    kind: Kind = Kind.DERIVED,
    aspect: Aspect | None = None,
    made_from: tuple[str, ...] = (),
    *,
    resource: Resource = Resource.NETWORK,
    bytes_: bool = False,
) -> Family:
    """Declare a family, of the network unless told otherwise."""
    return Family(
        name=name,
        unit=unit,
        meaning=meaning,
        labels=labels,
        kind=kind,
        resource=resource,
        aspect=aspect,
        made_from=made_from,
        bytes_=bytes_,
    )
