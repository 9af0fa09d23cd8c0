"""What servers on this machine say of themselves, in their own shapes."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from hexascope.domain.errors import CannotReach
from hexascope.llm.contract import Endpoint
from hexascope.llm.found import MOST_OF_A_MACHINE, context_of, found_here
from hexascope.services.choosing import Wanted, chosen
from tests.support.models import providers

OLLAMA = {
    "/api/tags": {"models": [{"name": "qwen3:8b"}, {"name": 7}, "x", {"name": "older"}]},
    "/api/show": {"model_info": {"general.parameter_count": 8, "qwen3.context_length": 8192}},
}
VLLM = {
    "/v1/models": {
        "data": [{"id": "other", "max_model_len": 1024}, {"id": "m", "max_model_len": 16384}]
    }
}
LLAMA = {
    "/v1/models": {"data": [{"id": "m", "meta": {"n_ctx_train": 131072}}]},
    "/props": {"default_generation_settings": {"n_ctx": 4096}, "total_slots": 2},
}


@contextmanager
def serving(answers: Mapping[str, Any]) -> Iterator[str]:
    """Serve a few objects on loopback; a text is sent as it is."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = answers.get(self.path)
            self.send_response(404 if told is None else 200)
            self.end_headers()
            self.wfile.write((told if isinstance(told, str) else json.dumps(told)).encode())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def window(answers: Mapping[str, Any], provider: str = "compatible") -> int | None:
    with serving(answers) as url:
        root = "" if provider == "ollama" else "/v1"
        return context_of(
            Endpoint(name=f"{provider}/m", provider=provider, model="m", base_url=url + root)
        )


def test_the_window_is_what_each_kind_of_server_says() -> None:
    assert window(OLLAMA, "ollama") == 8192
    assert window(VLLM) == 16384
    assert window(LLAMA) == 4096


def test_a_window_larger_than_a_machine_is_not_used_whole() -> None:
    told = {"/api/show": {"model_info": {"llama.context_length": 131072}}}

    assert window(told, "ollama") == MOST_OF_A_MACHINE


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"/v1/models": "no json", "/props": "[]"},
        {"/v1/models": {"data": 3}, "/props": {"default_generation_settings": 3}},
        {"/v1/models": {"data": ["m", {"id": "m", "max_model_len": True}]}},
        {"/v1/models": {"data": [{"id": "m", "max_model_len": -5}]}},
        {"/v1/models": {"data": [{"id": "m", "max_model_len": "16384"}]}},
        {"/v1/models": "[" * 100_000},
    ],
)
def test_what_is_no_window_is_not_known(told: Mapping[str, Any]) -> None:
    assert window(told) is None


def test_nobody_there_is_no_window_and_no_model() -> None:
    gone = Endpoint(name="ollama/m", provider="ollama", model="m", base_url="http://127.0.0.1:9")

    assert context_of(gone) is None
    assert list(found_here(gone.base_url)) == []
    assert list(found_here("https://ollama.example")) == []


def test_auto_takes_the_newest_model_of_the_ollama_that_the_environment_names() -> None:
    with serving(OLLAMA) as url:
        [one] = chosen(
            Wanted(names=("auto",)),
            providers(),
            {"OLLAMA_HOST": url.removeprefix("http://")},
        )

    assert (one.name, one.base_url, one.context_tokens) == ("ollama/qwen3:8b", url, 8192)


def test_auto_without_an_ollama_says_what_to_do() -> None:
    with pytest.raises(CannotReach, match="start it, or name a model"):
        chosen(Wanted(names=("auto",)), providers(), {"OLLAMA_HOST": "127.0.0.1:9"})


def test_a_window_that_is_given_is_not_asked_for() -> None:
    table = {"ollama/qwen3:8b": {"context_tokens": 2048}}
    with serving(OLLAMA) as url:
        wanted = Wanted(names=("ollama/qwen3:8b",), base_url=url, tables=table)
        [one] = chosen(wanted, providers(), {})

    assert one.context_tokens == 2048


@pytest.mark.parametrize(
    ("told", "slots"), [(LLAMA, 2), (VLLM, 4), ({"/props": {"total_slots": 0}}, 4)]
)
def test_a_server_here_is_asked_as_many_questions_at_once_as_it_says(
    told: Mapping[str, Any], slots: int
) -> None:
    with serving(told) as url:
        [one] = chosen(Wanted(names=("compatible/m",), base_url=url), providers(), {})

    assert one.slots == slots


def test_slots_that_are_given_are_not_asked_for() -> None:
    table = {"compatible/m": {"slots": 1}}
    with serving(LLAMA) as url:
        wanted = Wanted(names=("compatible/m",), base_url=url, tables=table)
        [one] = chosen(wanted, providers(), {})

    assert (one.slots, one.context_tokens) == (1, 4096)
