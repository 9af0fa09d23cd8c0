"""The quirks of real services, each as an answer in a file that says where its shape is from."""

from pathlib import Path

import pytest

from hexascope.llm.contract import Failure, ModelError, Quirk, Rung, Usage
from hexascope.llm.prices import Price, cost, spent
from hexascope.llm.quirks import MORE, prompt_without
from tests.support.models import SCHEMA, prompt
from tests.support.replay import RECORDED, Replayed, replayed

GOOD = {"severity": "high", "sure": 9}
FILES = sorted(one.stem for one in RECORDED.glob("*.txt"))
ANSWERS = (
    "openai-usage-in-the-last-chunk",
    "openai-tool-call-in-fragments",
    "deepseek-reasoning-and-keep-alive",
    "openrouter-comments-and-cost",
    "mistral-thinking-in-parts",
    "compatible-crlf-without-blanks",
    "compatible-no-usage",
    "compatible-think-and-fence",
    "compatible-whole",
    "anthropic-tool-cache-written",
    "anthropic-tool-cache-read",
    "anthropic-thinking",
    "anthropic-whole",
    "ollama-thinking",
)


def failed(*names: str) -> tuple[ModelError, Replayed]:
    """Give how asking fails, and what was asked."""
    replay = Replayed()
    with pytest.raises(ModelError) as caught:
        replayed(*names, replay=replay)
    return caught.value, replay


@pytest.mark.parametrize("name", FILES)
def test_each_file_says_where_its_shape_is_from(name: str) -> None:
    first = (RECORDED / f"{name}.txt").read_text(encoding="utf-8").partition("\n---\n")[0]

    assert first.startswith(("# constructed by hand on ", "# recorded on "))


def test_each_file_is_asked_of_somewhere() -> None:
    used = Path(__file__).read_text(encoding="utf-8")

    assert [name for name in FILES if f'"{name}"' not in used] == []


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_is_found_in_what_surrounds_it(name: str) -> None:
    answer = replayed(name).answer

    assert answer is not None
    assert answer.data == GOOD
    assert answer.finish == "stop"
    assert answer.tries == 1


def test_a_character_that_is_split_over_chunks_stays_whole() -> None:
    answer = replayed("compatible-characters-split").answer

    assert answer is not None
    assert answer.data is not None
    assert answer.data["why"] == "ação não é rápida: 磁盘慢 🐢"


def test_what_a_small_real_model_said_is_read_as_it_came() -> None:
    said = replayed("llamacpp-json-object-with-schema").answer
    called = replayed("llamacpp-tool-call-twice").answer

    assert said is not None
    assert called is not None
    assert said.data == {"severity": "low", "sure": 10}
    assert called.data is not None
    assert set(called.data) <= {"severity"}
    assert said.usage.estimated


@pytest.mark.parametrize(
    ("name", "usage"),
    [
        (
            "openai-usage-in-the-last-chunk",
            Usage(input_tokens=2006, output_tokens=30, cached_tokens=1920),
        ),
        (
            "deepseek-reasoning-and-keep-alive",
            Usage(input_tokens=1000, output_tokens=60, cached_tokens=960),
        ),
        (
            "openrouter-comments-and-cost",
            Usage(input_tokens=1200, output_tokens=40, cached_tokens=1000, dollars=0.00153),
        ),
        (
            "anthropic-tool-cache-written",
            Usage(input_tokens=2080, output_tokens=40, written_tokens=2000),
        ),
        (
            "anthropic-tool-cache-read",
            Usage(input_tokens=2080, output_tokens=40, cached_tokens=2000),
        ),
        ("compatible-whole", Usage(input_tokens=50, output_tokens=12)),
        ("ollama-thinking", Usage(input_tokens=700, output_tokens=30)),
        ("compatible-no-usage", Usage(input_tokens=177, output_tokens=12, estimated=True)),
    ],
)
def test_tokens_are_counted_as_each_service_tells_them(name: str, usage: Usage) -> None:
    answer = replayed(name).answer

    assert answer is not None
    assert answer.usage == usage


def test_what_a_cache_gives_and_takes_is_paid_at_its_own_price() -> None:
    price = Price(3.0, 15.0, 0.3, 3.75)
    written = Usage(input_tokens=2080, output_tokens=40, written_tokens=2000)
    read = Usage(input_tokens=2080, output_tokens=40, cached_tokens=2000)

    assert cost(price, written) == pytest.approx((80 * 3 + 2000 * 3.75 + 40 * 15) / 1e6)
    assert cost(price, read) == pytest.approx((80 * 3 + 2000 * 0.3 + 40 * 15) / 1e6)


def test_what_a_service_says_an_answer_cost_goes_before_any_table() -> None:
    assert spent(Price(1.0, 1.0, 1.0), Usage(input_tokens=1_000_000, dollars=0.25)) == 0.25
    assert spent(None, Usage(dollars=0.25)) == 0.25
    assert spent(None, Usage(input_tokens=5)) is None


@pytest.mark.parametrize(
    ("name", "why", "told"),
    [
        ("openai-refusal", Failure.REFUSED, "refuses to answer"),
        ("openai-content-filter", Failure.REFUSED, "refuses to answer"),
        ("anthropic-refusal", Failure.REFUSED, "refuses to answer"),
        ("openai-401-key-quoted", Failure.DENIED, "refuses the key"),
        ("openai-429-no-quota", Failure.DENIED, "no credit left"),
        ("openrouter-402-no-credit", Failure.DENIED, "no credit left"),
        ("anthropic-400-no-credit", Failure.DENIED, "no credit left"),
        ("openai-400-context-length", Failure.TOO_LONG, "does not fit"),
        ("ollama-context-cut", Failure.TOO_LONG, "read 9 tokens of a prompt of 408 bytes"),
        ("ollama-length", Failure.TOO_LONG, "used up before its answer was whole"),
        ("ollama-404-no-model", Failure.UNKNOWN_MODEL, "'qwen3' not found"),
        ("compatible-web-page", Failure.REFUSED, "a web page"),
    ],
)
def test_what_no_try_mends_is_asked_once_and_told(name: str, why: Failure, told: str) -> None:
    error, replay = failed(name)

    assert error.failure is why
    assert told in str(error)
    assert len(replay.asked) == 1
    assert "sk-very-secret" not in str(error)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("openrouter-error-in-stream", Failure.BUSY),
        ("anthropic-overloaded-in-stream", Failure.BUSY),
        ("anthropic-529-overloaded", Failure.BUSY),
        ("vllm-error-object", Failure.BUSY),
        ("ollama-error-in-stream", Failure.BUSY),
        ("compatible-said-nothing", Failure.UNREACHABLE),
        ("ollama-only-loaded", Failure.NONSENSE),
    ],
)
def test_what_may_pass_is_tried_again(name: str, why: Failure) -> None:
    good = "openai-usage-in-the-last-chunk"
    wire = name.partition("-")[0]
    good = {"anthropic": "anthropic-thinking", "ollama": "ollama-thinking"}.get(wire, good)

    assert failed(name)[0].failure is why
    found = replayed(name, good)

    assert found.answer is not None
    assert found.answer.data == GOOD
    assert found.answer.tries == 2


def test_a_stream_that_ends_before_it_began_tells_what_may_be_the_cause() -> None:
    assert "may not fit its window" in str(failed("compatible-said-nothing")[0])


QUIRKS = (
    ("openai-400-max-tokens", Quirk.COMPLETION_TOKENS),
    ("openai-400-temperature", Quirk.NO_TEMPERATURE),
    ("openrouter-400-by-its-provider", Quirk.NO_TEMPERATURE),
    ("openai-400-effort", Quirk.NO_EFFORT),
    ("openai-400-schema-keyword", Quirk.PLAIN_SCHEMA),
    ("vllm-400-grammar", Quirk.PLAIN_SCHEMA),
    ("openai-400-enum-size", Quirk.SHORT_ENUMS),
    ("vllm-400-stream-options", Quirk.NO_STREAM_OPTIONS),
    ("anthropic-400-temperature", Quirk.NO_TEMPERATURE),
    ("anthropic-400-tool-choice", Quirk.NO_FORCED_TOOL),
)


@pytest.mark.parametrize(("name", "quirk"), QUIRKS)
def test_a_parameter_that_is_refused_by_name_is_done_without_and_remembered(
    name: str, quirk: Quirk
) -> None:
    good = "anthropic-thinking" if name.startswith("anthropic") else "compatible-no-usage"
    found = replayed(name, good)

    assert found.answer is not None
    assert found.answer.data == GOOD
    assert len(found.asked) == 2
    [learnt] = found.learnt.values()
    assert learnt.quirks == (quirk.value,)
    again = replayed(name, good, replay=Replayed(learnt=found.learnt))
    assert len(again.asked) == 2, "another address: what was learnt belongs to the first"


def test_what_was_learnt_changes_only_what_was_refused() -> None:
    asked = replayed("openai-400-max-tokens", "compatible-no-usage").asked

    assert asked[0]["max_tokens"] == asked[1]["max_completion_tokens"]
    assert "max_tokens" not in asked[1]
    assert asked[1]["temperature"] == asked[0]["temperature"]
    assert asked[1]["response_format"] == asked[0]["response_format"]


def test_two_parameters_may_be_refused_one_after_the_other() -> None:
    found = replayed("openai-400-max-tokens", "openai-400-temperature", "compatible-no-usage")

    assert len(found.asked) == 3
    assert "temperature" not in found.asked[2]
    assert "max_completion_tokens" in found.asked[2]


def test_a_schema_word_that_is_refused_is_taken_out_and_the_rung_is_kept() -> None:
    found = replayed("openai-400-schema-keyword", "compatible-no-usage")
    before, after = (
        one["response_format"]["json_schema"]["schema"]["properties"] for one in found.asked
    )

    assert before["sure"] == {"type": "integer", "minimum": 7}
    assert after["sure"] == {"type": "integer"}
    assert after["severity"]["enum"] == ["high", "low"]
    assert found.answer is not None
    assert found.answer.rung is Rung.JSON_SCHEMA


def test_the_same_refusal_for_a_second_time_goes_one_rung_down() -> None:
    found = replayed(
        "openai-400-schema-keyword", "openai-400-schema-keyword", "compatible-no-usage"
    )

    assert found.answer is not None
    assert found.answer.rung is Rung.JSON_OBJECT_WITH_SCHEMA


def test_a_500_that_names_the_response_format_is_the_next_rung_as_a_real_server_shows() -> None:
    found = replayed("llamacpp-500-json-schema", "llamacpp-json-object-with-schema")

    assert found.answer is not None
    assert found.answer.rung is Rung.JSON_OBJECT_WITH_SCHEMA
    assert found.asked[1]["response_format"]["schema"] == SCHEMA


def test_who_used_up_the_room_by_thinking_is_given_more_of_it() -> None:
    found = replayed("openai-length-by-reasoning", "compatible-no-usage")

    assert found.asked[1]["max_tokens"] == MORE * found.asked[0]["max_tokens"]
    assert found.answer is not None
    assert found.answer.data == GOOD
    assert found.answer.usage.output_tokens > 2000, "what was thought in vain is paid"


def test_more_room_leaves_half_of_a_window_to_the_prompt() -> None:
    quirks = (Quirk.MORE_TOKENS,)

    assert prompt_without(prompt(most_tokens=1000), quirks, 6000).most_tokens == 3000
    assert prompt_without(prompt(most_tokens=1000), quirks, 1024).most_tokens == 1000
    assert prompt_without(prompt(most_tokens=1000), (), 6000).most_tokens == 1000


def test_an_answer_that_is_cut_by_its_limit_says_so() -> None:
    answer = replayed("anthropic-max-tokens").answer

    assert answer is not None
    assert answer.finish == "length"


def test_who_still_has_no_room_is_not_asked_a_third_time() -> None:
    error, replay = failed("openai-length-by-reasoning")

    assert error.failure is Failure.TOO_LONG
    assert len(replay.asked) == 2
    assert error.usage.output_tokens == 4000
