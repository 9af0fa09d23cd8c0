"""Which models are small enough to be asked alone."""

from dataclasses import replace

import pytest

from hexascope.llm.fake.server import FakeModels
from hexascope.services.models import ModelVoices
from hexascope.services.sizes import is_small, parameters
from hexascope.words import Language
from tests.support.models import endpoint, wires


def voices(*models: str, mode: str = "", local: bool = True, context: int = 0) -> ModelVoices:
    server = FakeModels()
    server.url = "http://127.0.0.1:9"
    return ModelVoices(
        endpoints=tuple(
            replace(endpoint(server, "ok"), model=one, local=local, context_tokens=context or None)
            for one in models
        ),
        wires=wires(),
        language=Language.ENGLISH,
        show=lambda _piece: "",
        clock=lambda: 0.0,
        nonce=lambda: "n0nce",
        mode=mode,
    )


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("llama3.2:3b", 3e9),
        ("qwen2.5:1.5b-instruct-q4", 1.5e9),
        ("SmolLM2-135M-Instruct", 135e6),
        ("qwen3:30b-a3b", 30e9),
        ("mistral:7b", 7e9),
        ("gpt-5-mini", None),
        ("claude-sonnet-4", None),
        ("model-2b4", None),
    ],
)
def test_parameters_are_read_from_a_name(name: str, known: float | None) -> None:
    assert parameters(name) == known


@pytest.mark.parametrize(
    ("model", "local", "context", "small"),
    [
        ("qwen3:4b", True, 0, True),
        ("qwen3:8b", True, 0, False),
        ("gemma3:4.5b", True, 0, False),
        ("qwen3:4b", False, 0, False),
        ("qwen3:8b", True, 4096, True),
        ("qwen3:8b", True, 4097, False),
        ("gpt-5-mini", False, 0, False),
    ],
)
def test_a_model_is_small_by_its_name_on_this_machine_or_by_its_window(
    model: str, local: bool, context: int, small: bool
) -> None:
    [one] = voices(model, local=local, context=context).endpoints

    assert is_small(one) is small


def test_the_mode_is_what_is_asked_for_and_else_by_all_models_sizes() -> None:
    assert voices("qwen3:4b").course.solo
    assert not voices("qwen3:4b", mode="full").course.solo
    assert voices("qwen3:32b", mode="solo").course.solo
    assert not voices("qwen3:4b", "qwen3:32b").course.solo
    assert not voices("qwen3:32b").course.solo


def test_solo_nobody_is_waited_for_and_nothing_is_discussed() -> None:
    course = voices("qwen3:4b").course

    assert (course.max_rounds, course.settle_early) == (0, False)


def test_a_panel_of_models_settles_early_unless_told_not_to() -> None:
    assert voices("qwen3:32b").course.settle_early
    assert not replace(voices("qwen3:32b"), settle_early=False).course.settle_early
