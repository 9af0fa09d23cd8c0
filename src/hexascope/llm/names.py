"""From a model's name as users write it to an endpoint: `openai/gpt-5-mini`, `ollama/qwen3`."""

import re
from collections.abc import Mapping

from hexascope.llm.addresses import address, is_local
from hexascope.llm.contract import BadModelError, Endpoint
from hexascope.llm.keys import KeyPlace, key_of
from hexascope.llm.provider import Provider

__all__ = ["BadModelError", "KeyPlace", "address_of", "endpoint", "is_local"]

_MODEL = re.compile(r"[A-Za-z0-9][\w.:@/+-]{0,199}")


def endpoint(
    name: str,
    providers: Mapping[str, Provider],
    environment: Mapping[str, str],
    *,
    base_url: str = "",
    key: KeyPlace | None = None,
    slots: int = 0,
    context_tokens: int | None = None,
    tags: tuple[str, ...] = (),
) -> Endpoint:
    """Find the address and the key of a model by its name, the environment and what is given."""
    provider, model = _split(name, providers)
    where = address_of(name, provider, environment, base_url)
    secret = key_of(name, provider, environment, key or KeyPlace())
    if provider.needs_key and not secret and not is_local(where):
        raise BadModelError(f"{name}: no key: set ${provider.key_variable}, or give a key file")
    return Endpoint(
        name=name,
        provider=provider.name,
        model=model,
        base_url=where,
        key=secret,
        slots=slots or provider.slots,
        context_tokens=context_tokens,
        local=is_local(where),
        tags=tags,
    )


def address_of(
    name: str, provider: Provider, environment: Mapping[str, str], base_url: str = ""
) -> str:
    """Give where a provider is asked: what is given, its variable, or its usual address."""
    given = base_url or environment.get(provider.url_variable, "") or provider.base_url
    if not given:
        raise BadModelError(
            f"{name}: give its server's address by --base-url or ${provider.url_variable}"
        )
    return address(name, provider, given.strip())


def _split(name: str, providers: Mapping[str, Provider]) -> tuple[Provider, str]:
    who, slash, model = name.partition("/")
    if who not in providers or not slash or not _MODEL.fullmatch(model):
        known = ", ".join(f"{one}/NAME" for one in sorted(providers))
        raise BadModelError(f"{name[:80]!r} names no model: write one of {known}")
    return providers[who], model
