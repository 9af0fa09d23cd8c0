"""Whether anybody watches a host's page: what is looked at for them alone costs nothing else."""

from hexascope.bus.contract import Bus
from hexascope.domain.errors import HexascopeError

WATCHED_S = 90.0
"""For how long a word that somebody watches holds; it is said anew every half minute."""


async def watch(bus: Bus, tenant: str, host: str) -> None:
    """Say that somebody watches; passed over where the bus is away."""
    try:
        await bus.put(_key(tenant, host), b"1", seconds=WATCHED_S)
    except HexascopeError:
        return


async def is_watched(bus: Bus, tenant: str, host: str) -> bool:
    """Tell whether somebody watches, or did a moment ago; no where the bus is away."""
    try:
        return await bus.get(_key(tenant, host)) is not None
    except HexascopeError:
        return False


def _key(tenant: str, host: str) -> str:
    return f"watched.{tenant}.{host}"
