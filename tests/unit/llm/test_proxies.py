"""Which proxy stands between us and a model."""

import pytest

from hexascope.llm.contract import Endpoint
from hexascope.llm.proxies import proxy_of


def at(base_url: str, *, local: bool = False) -> Endpoint:
    return Endpoint(name="openai/x", provider="openai", model="x", base_url=base_url, local=local)


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "inside.example")


def test_the_environment_names_the_proxy() -> None:
    assert proxy_of(at("https://api.example/v1")) == "http://proxy.example:3128"
    assert proxy_of(at("http://api.example/v1")) is None, "there is none for this scheme"


def test_who_is_named_in_no_proxy_is_reached_straight() -> None:
    assert proxy_of(at("https://inside.example/v1")) is None
    assert proxy_of(at("https://user@inside.example:8443/v1")) is None


def test_what_stays_on_this_machine_goes_through_no_proxy() -> None:
    assert proxy_of(at("https://localhost:8443/v1", local=True)) is None
