"""What letting somebody in works with; bootstrap joins it once."""

from collections.abc import Callable
from dataclasses import dataclass

from hexascope.services.access.oidc import Provider
from hexascope.services.access.passwords import Passwords
from hexascope.services.access.recognising import Recogniser
from hexascope.services.access.sessions import Lives
from hexascope.services.access.signing import Signing
from hexascope.services.secrets import Vault
from hexascope.store.database.scope import Store

FIRST_TENANT = "default"
"""The tenant of who names none, and of the first administrator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The parts of access; `clock` gives seconds since 1970, `provider` is there if one is set."""

    store: Store
    vault: Vault
    clock: Callable[[], float]
    passwords: Passwords
    lives: Lives
    recogniser: Recogniser
    signing: Signing
    provider: Provider | None = None
