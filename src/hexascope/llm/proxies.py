"""The proxy that an endpoint is reached through, as the environment names it."""

from urllib.parse import urlsplit

from hexascope.llm.contract import Endpoint


def proxy_of(endpoint: Endpoint) -> str | None:
    """Give the proxy's address by HTTP_PROXY, HTTPS_PROXY and NO_PROXY; None: straight there.

    A model on this machine is never asked through one: what is said to stay here stays here.
    """
    # only here: its import costs a command whose answers are remembered a third of its 50 ms
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(endpoint.base_url)
    if endpoint.local or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    return getproxies().get(parts.scheme)
