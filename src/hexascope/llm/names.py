"""From a model's name as users write it to an endpoint: `openai/gpt-5-mini`, `ollama/qwen3`."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from hexascope.llm.contract import Endpoint, Secret
from hexascope.llm.provider import Provider

LONGEST_KEY_BYTES = 16 * 1024
LOCAL_HOSTS = frozenset(("localhost", "127.0.0.1", "::1"))
DEFAULT_PORT = {"ollama": 11434}

_MODEL = re.compile(r"[A-Za-z0-9][\w.:@/+-]{0,199}")


class BadModelError(ValueError):
    """A model's name, address or key can't be used: what is wrong, and what to write."""


def endpoint(
    name: str,
    providers: Mapping[str, Provider],
    environment: Mapping[str, str],
    *,
    base_url: str = "",
    key_file: str = "",
    slots: int = 0,
    context_tokens: int | None = None,
    tags: tuple[str, ...] = (),
) -> Endpoint:
    """Find the address and the key of a model by its name, the environment and what is given."""
    provider, model = _split(name, providers)
    address = base_url or environment.get(provider.url_variable, "") or provider.base_url
    if not address:
        raise BadModelError(
            f"{name}: give its server's address by --base-url or ${provider.url_variable}"
        )
    address = _checked(name, address, DEFAULT_PORT.get(provider.name))
    key = _key(name, provider, environment, key_file)
    if provider.needs_key and not key and not is_local(address):
        raise BadModelError(f"{name}: no key: set ${provider.key_variable}, or give a key file")
    return Endpoint(
        name=name,
        provider=provider.name,
        model=model,
        base_url=address,
        key=key,
        slots=slots or provider.slots,
        context_tokens=context_tokens,
        local=is_local(address),
        tags=tags,
    )


def is_local(address: str) -> bool:
    """Say whether what is sent to an address stays on this machine."""
    return (urlsplit(address).hostname or "") in LOCAL_HOSTS


def _split(name: str, providers: Mapping[str, Provider]) -> tuple[Provider, str]:
    who, slash, model = name.partition("/")
    if who not in providers or not slash or not _MODEL.fullmatch(model):
        known = ", ".join(f"{one}/NAME" for one in sorted(providers))
        raise BadModelError(f"{name[:80]!r} names no model: write one of {known}")
    return providers[who], model


def _checked(name: str, address: str, port: int | None) -> str:
    """Give a whole address; OLLAMA_HOST may be a bare host, or a host with a port."""
    bare = "://" not in address
    whole = f"http://{address}" if bare else address
    try:
        parts = urlsplit(whole)
        told_port = parts.port
    except ValueError:
        raise BadModelError(f"{name}: its address is none: {address[:80]!r}") from None
    if parts.username or parts.password:
        raise BadModelError(f"{name}: its address holds a user or key; set the key's variable")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadModelError(f"{name}: its address must be http:// or https://: {address[:80]!r}")
    if bare and port is not None and told_port is None:
        whole = f"http://{parts.hostname}:{port}{parts.path}"
    # 0.0.0.0 is where a server listens, not where one asks
    return whole.replace("//0.0.0.0", "//127.0.0.1", 1).rstrip("/")


def _key(name: str, provider: Provider, environment: Mapping[str, str], key_file: str) -> Secret:
    if not key_file:
        return Secret(_bare(name, environment.get(provider.key_variable, "")))
    try:
        with Path(key_file).expanduser().open("rb") as stream:
            found = stream.read(LONGEST_KEY_BYTES).decode()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise BadModelError(f"{name}: the key file {key_file} can't be read: {why}") from None
    return Secret(_bare(name, found))


def _bare(name: str, key: str) -> str:
    """Give a key without what surrounds it; one that can't stand in a header is refused unseen."""
    bare = key.strip()
    if not bare.isascii() or not bare.isprintable() or " " in bare:
        raise BadModelError(f"{name}: its key holds characters that no key has")
    return bare
