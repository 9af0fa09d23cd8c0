"""Joining what lets people and programs in."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hexascope.bootstrap.serving.parts import Credentials, Parts, Recognise
from hexascope.domain.access import Caller
from hexascope.domain.errors import BadSettings
from hexascope.services.access import setting_up
from hexascope.services.access.access import FIRST_TENANT, Access
from hexascope.services.access.oidc import Plan, Provider
from hexascope.services.access.passwords import Passwords
from hexascope.services.access.recognising import Recogniser
from hexascope.services.access.sessions import Lives
from hexascope.services.access.signing import Signing
from hexascope.services.secrets import Vault
from hexascope.settings.groups import OidcSettings
from hexascope.settings.read import Known
from hexascope.store.database.scope import Store

LONGEST_SECRET = 4096
"""Bytes of a file with the provider's secret."""


def access_of(known: Known, store: Store, vault: Vault, clock: Callable[[], float]) -> Access:
    """Join the parts of access, as the settings say; BadSettings."""
    said = known.settings.server
    lives = Lives(whole=said.session_hours * 3600.0, idle=said.idle_minutes * 60.0)
    signing = Signing(store, vault, clock, said.url or "hexascope")
    return Access(
        store=store,
        vault=vault,
        clock=clock,
        passwords=Passwords(),
        lives=lives,
        recogniser=Recogniser(store, signing, lives, clock),
        signing=signing,
        provider=_provider(known.settings.oidc, clock),
    )


def with_access(parts: Parts) -> Parts:
    """Give the parts with a login in front of them."""
    access = access_of(parts.known, parts.store, parts.vault, parts.clock)

    async def ready() -> bool:
        return await setting_up.administrator_exists(parts.store)

    return replace(parts, access=access, recognise=recognise_by(access), login_ready=ready)


def recognise_by(access: Access) -> Recognise:
    """Give what tells who asks."""

    async def recognise(credentials: Credentials) -> Caller | None:
        return await access.recogniser.by(session=credentials.session, bearer=credentials.bearer)

    return recognise


async def set_up_link(access: Access, base: str) -> str:
    """Give the one-time address for the first administrator; '' where there is one already.

    `base` is the address under which this server is reached. An earlier link ends.
    """
    if await setting_up.administrator_exists(access.store):
        return ""
    secret = await setting_up.new_link(access.store.of(FIRST_TENANT), access.clock())
    return setting_up.address_of_link(base, secret)


def _provider(said: OidcSettings, clock: Callable[[], float]) -> Provider | None:
    if not said.issuer:
        return None
    if not said.client_id:
        raise BadSettings("oidc.client_id is not set: it is this server's name at the provider")
    plan = Plan(
        issuer=said.issuer,
        client_id=said.client_id,
        client_secret=_secret(said.client_secret_file),
        scopes=said.scopes,
        claim=said.claim,
        roles_claim=said.roles_claim,
        tenant=said.tenant or FIRST_TENANT,
        create=said.create,
    )
    return Provider(plan, clock)


def _secret(file: str) -> str:
    if not file:
        return ""
    try:
        with Path(file).open("rb") as there:
            return there.read(LONGEST_SECRET).decode().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"oidc.client_secret_file {file}: {error}") from None
