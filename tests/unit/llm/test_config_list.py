import json

import pytest

from hexascope.llm.config_list import read_config_list
from hexascope.llm.contract import Endpoint
from hexascope.llm.names import BadModelError
from tests.support.models import providers


def read(entries: object, environment: dict[str, str] | None = None) -> tuple[Endpoint, ...]:
    return read_config_list(json.dumps(entries), providers(), environment or {})


def test_autogens_list_is_read_as_it_is_in_its_order() -> None:
    first, second, third = read(
        [
            {"model": "gpt-4", "api_key": "sk-1", "tags": ["strong"]},
            {"model": "claude-3-sonnet-20240229", "api_key": "sk-2", "api_type": "anthropic"},
            {"model": "mistral:7b", "api_type": "ollama", "client_host": "http://10.0.0.2:11434"},
        ]
    )

    assert (first.provider, first.model, first.key.reveal()) == ("openai", "gpt-4", "sk-1")
    assert first.tags == ("strong",)
    assert second.base_url == "https://api.anthropic.com"
    assert (third.base_url, third.local) == ("http://10.0.0.2:11434", False)


def test_a_key_that_the_list_leaves_out_comes_from_the_environment() -> None:
    [one] = read([{"model": "gpt-4"}], {"OPENAI_API_KEY": "sk-env"})

    assert one.key.reveal() == "sk-env"


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({}, "must be a list"),
        ([], "must be a list"),
        ([{"model": "x"}] * 51, "1 to 50"),
        ([{"api_key": "x"}], "entry 1: it needs a 'model'"),
        ([{"model": "a"}, "b"], "entry 2"),
        ([{"model": "a", "api_type": "azure"}], "api_type 'azure' is not spoken"),
        ([{"model": "a", "base_url": "file:///etc/passwd"}], "http://"),
        ([{"model": "a", "api_key": 7}], "'api_key' is a text"),
    ],
)
def test_what_can_not_be_used_is_told_with_its_place(entries: object, told: str) -> None:
    with pytest.raises(BadModelError) as caught:
        read(entries)

    assert told in str(caught.value)


def test_a_list_that_is_no_json_is_refused() -> None:
    with pytest.raises(BadModelError, match="no JSON"):
        read_config_list("[{", providers(), {})
