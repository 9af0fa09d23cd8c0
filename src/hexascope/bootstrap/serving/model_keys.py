"""The keys with which a tenant's panel asks models: its secrets `model.PROVIDER`."""

from collections.abc import Callable, Mapping

from hexascope.services.secrets import Vault
from hexascope.store.database.scope import Scope

PREFIX = "model."


async def model_keys(vault: Vault, scope: Scope, clock: Callable[[], float]) -> Mapping[str, str]:
    """Give a tenant's own keys by the name of their provider."""
    secrets = vault.of(scope)
    names = [one.name for one in await secrets.all() if one.name.startswith(PREFIX)]
    found = {name: await secrets.find(name, clock()) for name in names}
    return {name.removeprefix(PREFIX): key for name, key in found.items() if key is not None}
