"""Asking models, against the scripted server in all three dialects."""

import asyncio
import time

import pytest

from hexascope.domain.learnt import Learnt
from hexascope.llm.contract import Failure, ModelError, Piece, Rung
from hexascope.llm.fake.server import FakeModels
from hexascope.llm.lines import key_of
from hexascope.llm.models import MOST_NONSENSE, Models
from tests.support.models import DIALECTS, GOOD, asked, endpoint, failure, prompt, with_server


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_answer_keeps_the_schema_and_says_what_it_took(dialect: str) -> None:
    answer = asked("ok", dialect)

    assert answer.data == GOOD
    assert answer.finish == "stop"
    assert answer.usage.input_tokens == 100
    assert not answer.usage.estimated
    assert answer.tries == 1
    assert 0 < answer.first_token_s <= answer.seconds


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_evidence_comes_first_and_the_role_last(dialect: str) -> None:
    async def work(server: FakeModels, models: Models) -> str:
        await models.ask(endpoint(server, "ok", dialect), prompt(), patience_s=5)
        return str(server.heard.bodies[-1][1])

    body = with_server(work)

    assert body.index("the evidence") < body.index("judge it") or dialect == "anthropic"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("behaviour", ["think", "fenced", "slow"])
def test_what_surrounds_an_answer_is_taken_off(behaviour: str, dialect: str) -> None:
    assert asked(behaviour, dialect).data == GOOD


@pytest.mark.parametrize(("behaviour", "tries"), [("limited", 3), ("overloaded", 2)])
def test_a_busy_server_is_asked_again(behaviour: str, tries: int) -> None:
    answer = asked(behaviour)

    assert answer.data == GOOD
    assert answer.tries == tries


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("behaviour", ["schema-refused", "grammar-refused"])
def test_a_server_that_refuses_forms_of_answer_is_asked_in_a_plainer_one(
    behaviour: str, dialect: str
) -> None:
    async def work(server: FakeModels, models: Models) -> tuple[Rung, int]:
        asked_one = endpoint(server, behaviour, dialect)
        await models.ask(asked_one, prompt(), patience_s=5)
        before = len(server.heard.bodies)
        answer = await models.ask(asked_one, prompt(), patience_s=5)
        return answer.rung, len(server.heard.bodies) - before

    rung, requests = with_server(work)

    assert rung is Rung.TEXT
    assert requests == 1, "the rung is remembered"


def test_a_rung_that_was_learnt_before_is_begun_with() -> None:
    learnt: dict[str, Learnt] = {}

    async def work(server: FakeModels, models: Models) -> int:
        one = endpoint(server, "schema-refused")
        learnt[key_of(one)] = Learnt(rung="text")
        await models.ask(one, prompt(), patience_s=5)
        return len(server.heard.bodies)

    assert with_server(work, learnt=learnt) == 1


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        ("hang", Failure.LATE),
        ("ill", Failure.BUSY),
        ("denied", Failure.DENIED),
        ("redirect", Failure.REFUSED),
        ("huge", Failure.TOO_LONG),
        ("bad-json", Failure.NONSENSE),
        ("prose", Failure.NONSENSE),
        ("empty", Failure.NONSENSE),
        ("refusal", Failure.REFUSED),
        ("cut", Failure.UNREACHABLE),
        ("broken-off", Failure.BUSY),
    ],
)
def test_each_failure_is_told_apart(behaviour: str, why: Failure) -> None:
    error = failure(behaviour, patience_s=0.5 if behaviour == "hang" else 5.0)

    assert error.failure is why
    assert f"compatible/fake-{behaviour}" in str(error)


@pytest.mark.parametrize("behaviour", ["ill", "denied", "bad-json", "hang"])
def test_no_failure_shows_the_key(behaviour: str) -> None:
    error = failure(behaviour, patience_s=0.3)

    assert "sk-very-secret" not in f"{error!r} {error} {error.__cause__!r} {error.__context__!r}"


def test_no_try_goes_past_the_patience() -> None:
    began = time.monotonic()

    assert failure("hang", patience_s=0.3).failure is Failure.LATE
    assert time.monotonic() - began < 20


def test_a_question_costs_a_bounded_number_of_requests() -> None:
    async def work(server: FakeModels, models: Models) -> int:
        with pytest.raises(ModelError):
            await models.ask(endpoint(server, "bad-json"), prompt(), patience_s=20)
        return len(server.heard.bodies)

    assert with_server(work) == MOST_NONSENSE


def test_who_cancels_closes_the_connection() -> None:
    async def work(server: FakeModels, models: Models) -> int:
        task = asyncio.create_task(models.ask(endpoint(server, "hang"), prompt(), patience_s=60))
        for _ in range(200):
            if server.heard.at_once:
                break
            await asyncio.sleep(0.005)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        for _ in range(200):
            if server.heard.cut_off:
                break
            await asyncio.sleep(0.005)
        return server.heard.cut_off

    assert with_server(work) == 1


def test_an_endpoint_of_one_slot_is_asked_one_question_at_a_time() -> None:
    async def work(server: FakeModels, models: Models) -> int:
        one = endpoint(server, "ok", slots=1)
        await asyncio.gather(*(models.ask(one, prompt(), patience_s=5) for _ in range(4)))
        return server.heard.most_at_once

    assert with_server(work) == 1


def test_the_patience_begins_when_the_turn_comes() -> None:
    async def work(server: FakeModels, models: Models) -> int:
        one = endpoint(server, "ok", slots=1)
        answers = await asyncio.gather(
            *(models.ask(one, prompt(), patience_s=0.5) for _ in range(6))
        )
        return len(answers)

    assert with_server(work, pause_s=0.1) == 6


def test_the_end_of_the_panels_time_holds_also_for_who_waits_for_a_slot() -> None:
    async def work(server: FakeModels, models: Models) -> list[Failure]:
        one = endpoint(server, "hang", slots=1)
        ends = time.monotonic() + 0.3
        asked_all = [models.ask(one, prompt(), patience_s=60, ends_at=ends) for _ in range(2)]
        ended = await asyncio.gather(*asked_all, return_exceptions=True)
        return [one.failure for one in ended if isinstance(one, ModelError)]

    assert with_server(work) == [Failure.LATE, Failure.LATE]


def test_who_fails_again_and_again_is_left_alone() -> None:
    async def work(server: FakeModels, models: Models) -> tuple[Failure, int]:
        one = endpoint(server, "ill")
        for _ in range(3):
            with pytest.raises(ModelError):
                await models.ask(one, prompt(), patience_s=5)
        before = len(server.heard.bodies)
        with pytest.raises(ModelError) as caught:
            await models.ask(one, prompt(), patience_s=5)
        return caught.value.failure, len(server.heard.bodies) - before

    assert with_server(work) == (Failure.CLOSED, 0)


def test_pieces_are_heard_as_they_come() -> None:
    async def work(server: FakeModels, models: Models) -> list[Piece]:
        heard: list[Piece] = []
        await models.ask(endpoint(server, "slow"), prompt(), patience_s=5, listen=heard.append)
        return heard

    assert len([one for one in with_server(work) if one.text]) > 3


def test_a_server_that_is_not_there_is_told() -> None:
    async def work(server: FakeModels, models: Models) -> Failure:
        gone = endpoint(server, "ok", base_url="http://127.0.0.1:9")
        with pytest.raises(ModelError) as caught:
            await models.ask(gone, prompt(), patience_s=3)
        return caught.value.failure

    assert with_server(work) in (Failure.UNREACHABLE, Failure.CLOSED)


def test_ollama_is_asked_for_a_window_that_holds_the_prompt() -> None:
    async def work(server: FakeModels, models: Models) -> int:
        long = prompt(shared="word " * 8000)
        await models.ask(endpoint(server, "ok", "ollama"), long, patience_s=5)
        return int(server.heard.bodies[-1][1]["options"]["num_ctx"])

    assert with_server(work) >= 40_000 / 3


def test_reasoning_models_get_no_temperature_and_their_own_token_limit() -> None:
    async def work(server: FakeModels, models: Models) -> dict[str, object]:
        one = endpoint(server, "ok", model="o3-mini")
        await models.ask(one, prompt(), patience_s=5)
        return dict(server.heard.bodies[-1][1])

    body = with_server(work)

    assert "temperature" not in body
    assert "max_tokens" not in body
    assert body["max_completion_tokens"] == 2000
