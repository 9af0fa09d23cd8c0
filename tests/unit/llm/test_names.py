from pathlib import Path
from typing import Any

import pytest

from hexascope.llm.contract import Endpoint
from hexascope.llm.names import BadModelError, KeyPlace, endpoint
from tests.support.models import providers

KEYS = {"OPENAI_API_KEY": "sk-o", "ANTHROPIC_API_KEY": "sk-a", "OPENROUTER_API_KEY": "sk-r"}


def found(name: str, environment: dict[str, str] | None = None, **given: Any) -> Endpoint:
    return endpoint(name, providers(), KEYS if environment is None else environment, **given)


@pytest.mark.parametrize(
    ("name", "address", "key"),
    [
        ("openai/gpt-5-mini", "https://api.openai.com/v1", "sk-o"),
        ("anthropic/claude-sonnet-4", "https://api.anthropic.com", "sk-a"),
        ("openrouter/meta-llama/llama-4", "https://openrouter.ai/api/v1", "sk-r"),
        ("ollama/qwen3:8b", "http://127.0.0.1:11434", ""),
    ],
)
def test_a_name_finds_its_address_and_its_key(name: str, address: str, key: str) -> None:
    one = found(name)

    assert (one.base_url, one.key.reveal()) == (address, key)
    assert one.model == name.partition("/")[2]


def test_an_address_that_is_given_goes_before_the_environments() -> None:
    environment = {**KEYS, "OPENAI_BASE_URL": "https://proxy.example/v1/"}

    assert found("openai/x", environment).base_url == "https://proxy.example/v1"
    assert (
        found("openai/x", environment, base_url="http://[::1]:1/v1").base_url == "http://[::1]:1/v1"
    )


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("10.0.0.7", "http://10.0.0.7:11434"),
        ("10.0.0.7:9999", "http://10.0.0.7:9999"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:9999", "http://127.0.0.1:9999"),
        (":9999", "http://127.0.0.1:9999"),
        ("[::]:9999", "http://127.0.0.1:9999"),
        ("[::1]", "http://[::1]:11434"),
        ("http://10.0.0.7", "http://10.0.0.7"),
        (" 10.0.0.7 ", "http://10.0.0.7:11434"),
        ("https://ollama.example", "https://ollama.example"),
    ],
)
def test_ollamas_host_may_be_written_as_ollama_itself_takes_it(host: str, address: str) -> None:
    assert found("ollama/qwen3", {"OLLAMA_HOST": host}).base_url == address


def test_only_what_stays_on_this_machine_is_local() -> None:
    assert found("ollama/qwen3", {}).local
    assert found("ollama/qwen3", {"OLLAMA_HOST": "127.1.2.3"}).local
    assert not found("ollama/qwen3", {"OLLAMA_HOST": "10.0.0.7"}).local
    assert not found("ollama/qwen3", {"OLLAMA_HOST": "127.0.0.1.evil.example"}).local
    assert not found("openai/gpt-5").local


def test_a_key_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("  sk-file\n")

    assert found("openai/x", {}, key=KeyPlace(file=str(file))).key.reveal() == "sk-file"


def test_a_key_may_have_a_variable_of_its_own() -> None:
    environment = {**KEYS, "MY_KEY": "sk-mine"}

    assert found("openai/x", environment, key=KeyPlace(variable="MY_KEY")).key.reveal() == "sk-mine"


def test_a_key_may_be_a_credential_of_a_unit(tmp_path: Path) -> None:
    (tmp_path / "openai_api_key").write_text("sk-unit\n")
    (tmp_path / "other").write_text("sk-other\n")
    environment = {"CREDENTIALS_DIRECTORY": str(tmp_path)}

    assert found("openai/x", environment).key.reveal() == "sk-unit"
    assert found("openai/x", {**environment, **KEYS}).key.reveal() == "sk-o"
    other = KeyPlace(credential="other")
    assert found("openai/x", environment, key=other).key.reveal() == "sk-other"


def test_no_place_of_a_key_is_left_for_another_that_was_not_named(tmp_path: Path) -> None:
    with pytest.raises(BadModelError, match="MISSING is not set"):
        found("openai/x", KEYS, key=KeyPlace(variable="MISSING"))
    with pytest.raises(BadModelError, match="no name of a credential"):
        found("openai/x", {"CREDENTIALS_DIRECTORY": "/x"}, key=KeyPlace(credential="../shadow"))
    with pytest.raises(BadModelError, match="LoadCredential"):
        found("openai/x", {}, key=KeyPlace(credential="other"))


@pytest.mark.parametrize(
    ("name", "given", "address"),
    [
        ("compatible/x", "http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
        ("compatible/x", "http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1"),
        ("compatible/x", "http://127.0.0.1:8080/v1/chat/completions", "http://127.0.0.1:8080/v1"),
        ("compatible/x", "localhost:8080", "http://localhost:8080/v1"),
        ("compatible/x", "llm.example", "https://llm.example/v1"),
        ("compatible/x", "https://llm.example/openai/v3", "https://llm.example/openai/v3"),
        ("anthropic/x", "https://proxy.example/v1", "https://proxy.example"),
        ("anthropic/x", "https://proxy.example/a/v1/messages", "https://proxy.example/a"),
        ("ollama/x", "http://127.0.0.1:11434/api/chat", "http://127.0.0.1:11434"),
        ("ollama/x", "http://127.0.0.1:11434/v1", "http://127.0.0.1:11434"),
    ],
)
def test_an_address_is_understood_with_and_without_what_requests_bring_along(
    name: str, given: str, address: str
) -> None:
    assert found(name, base_url=given).base_url == address


@pytest.mark.parametrize(
    ("name", "environment", "given", "told"),
    [
        ("gpt-5", {}, {}, "openai/NAME"),
        ("nobody/x", {}, {}, "names no model"),
        ("openai/", {}, {}, "names no model"),
        ("openai/a b", {}, {}, "names no model"),
        ("openai/x", {}, {}, "OPENAI_API_KEY"),
        ("compatible/x", {}, {}, "--base-url"),
        ("openai/x", KEYS, {"base_url": "ftp://x"}, "http://"),
        ("openai/x", KEYS, {"base_url": "https://u:pw@x/v1"}, "holds a user"),
        ("openai/x", KEYS, {"base_url": "http://[::1"}, "is none"),
        ("openai/x", {"OPENAI_API_KEY": "a\nb"}, {}, "characters that no key has"),
        ("openai/x", {}, {"key": KeyPlace(file="/nowhere/key")}, "/nowhere/key"),
        ("openai/x", KEYS, {"base_url": "https://x/v1?api-version=1"}, "more than a path"),
        ("openai/x", KEYS, {"base_url": "https://"}, "http://"),
    ],
)
def test_what_can_not_be_used_is_told_with_what_to_write(
    name: str, environment: dict[str, str], given: dict[str, Any], told: str
) -> None:
    with pytest.raises(BadModelError) as caught:
        found(name, environment, **given)

    assert told in str(caught.value)
    assert "pw" not in str(caught.value)


def test_a_local_server_needs_no_key_whoever_made_the_model() -> None:
    assert not found("openai/x", {}, base_url="http://127.0.0.1:8080/v1").key
