"""AutoGen's `config_list` (OAI_CONFIG_LIST), read as it is."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from hexascope.llm.addresses import address, is_local
from hexascope.llm.contract import BadModelError, Endpoint, Secret
from hexascope.llm.provider import Provider

MOST_ENTRIES = 50
KINDS = {
    "": "openai",
    "openai": "openai",
    "open_ai": "openai",
    "anthropic": "anthropic",
    "ollama": "ollama",
    "azure": "",
}
"""What `api_type` says; an empty provider is one that is not spoken here."""


def read_config_list(
    written: str, providers: Mapping[str, Provider], environment: Mapping[str, str]
) -> tuple[Endpoint, ...]:
    """Read a JSON list of models in the order of their use; BadModelError says what is wrong."""
    try:
        found = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise BadModelError(f"the config_list is no JSON: {error}") from None
    if not isinstance(found, list) or not 0 < len(found) <= MOST_ENTRIES:
        raise BadModelError(f"the config_list must be a list of 1 to {MOST_ENTRIES} models")
    return tuple(_endpoints(found, providers, environment))


def _endpoints(
    found: list[Any], providers: Mapping[str, Provider], environment: Mapping[str, str]
) -> Iterator[Endpoint]:
    for place, entry in enumerate(found, start=1):
        if not isinstance(entry, dict) or not isinstance(entry.get("model"), str):
            raise BadModelError(f"config_list, entry {place}: it needs a 'model'")
        kind = KINDS.get(str(entry.get("api_type") or "").lower(), "")
        if not kind:
            known = ", ".join(sorted(one for one in KINDS if KINDS[one] and one))
            raise BadModelError(
                f"config_list, entry {place}: api_type {entry.get('api_type')!r} is not spoken"
                f" here; there are {known}"
            )
        yield _endpoint(entry, place, providers[kind], environment)


def _endpoint(
    entry: Mapping[str, Any], place: int, provider: Provider, environment: Mapping[str, str]
) -> Endpoint:
    given = entry.get("base_url") or entry.get("api_base") or entry.get("client_host")
    given = str(given or environment.get(provider.url_variable, "") or provider.base_url)
    url = address(f"config_list, entry {place}", provider, given)
    key = entry.get("api_key") or environment.get(provider.key_variable, "")
    tags = entry.get("tags") or ()
    if not isinstance(key, str) or not isinstance(tags, list | tuple):
        raise BadModelError(f"config_list, entry {place}: 'api_key' is a text, 'tags' is a list")
    return Endpoint(
        name=f"{provider.name}/{entry['model']}",
        provider=provider.name,
        model=entry["model"],
        base_url=url,
        key=Secret(key.strip()),
        slots=provider.slots,
        local=is_local(url),
        tags=tuple(str(one) for one in tags),
    )
