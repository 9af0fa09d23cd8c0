"""Settings over HTTP: those in force, and a tenant's own ones."""

import json

from fastapi import APIRouter

from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.tenancy import checked_for_tenant, known_for, limits_of, may_set
from hexascope.domain.access import Verb
from hexascope.domain.errors import Clash
from hexascope.server.requests.asked import AskCaller, AskParts, AskScope
from hexascope.server.requests.asking import AskWords
from hexascope.server.requests.deeds import telling
from hexascope.server.requests.guard import may, must
from hexascope.server.schemas.settings import SettingsChange, SettingsInForce, setting_shown
from hexascope.store.database.tenant_settings import TenantSettings
from hexascope.words import Language

settings = APIRouter(prefix="/api/v1/settings", tags=["settings"])


@settings.get("", dependencies=[may(Verb.READ, "settings")])
async def read_settings(
    caller: AskCaller, parts: AskParts, scope: AskScope, lang: AskWords = Language.ENGLISH
) -> SettingsInForce:
    """Give the settings in force for this tenant, with their sources and meanings."""
    must(caller, Verb.READ, "settings")
    return await _in_force(parts, scope.tenant, lang)


@settings.patch("", dependencies=[may(Verb.CHANGE, "settings")])
async def change_settings(
    change: SettingsChange,
    caller: AskCaller,
    parts: AskParts,
    scope: AskScope,
    lang: AskWords = Language.ENGLISH,
) -> SettingsInForce:
    """Set values for this tenant, checked as a settings file is."""
    must(caller, Verb.CHANGE, "settings")
    kept = TenantSettings(telling(scope, **_told(change)))
    before = await kept.now()
    if change.version is not None and change.version != before.version:
        raise Clash(f"the settings have version {before.version} by now, not {change.version}")
    merged = {**before.values, **change.values}
    values = {name: value for name, value in merged.items() if value is not None}
    checked_for_tenant(parts.known, values, await limits_of(parts, scope.tenant))
    await kept.put(values, version=before.version, by=caller.name, now=parts.clock())
    return await _in_force(parts, scope.tenant, lang)


async def _in_force(parts: Parts, tenant: str, language: Language) -> SettingsInForce:
    known = await known_for(parts, tenant)
    said = await TenantSettings(parts.store.of(tenant)).now()
    items = [
        setting_shown(one, language, changeable=may_set(name))
        for name, one in sorted(known.origins.items())
    ]
    return SettingsInForce(items=items, version=said.version)


def _told(change: SettingsChange) -> dict[str, str]:
    return {
        name: "usual" if value is None else json.dumps(value)
        for name, value in change.values.items()
    }
