"""The contract of a provider: every one of them, over the same faults of its server."""

import asyncio
import time

import pytest

from hexascope.domain.learnt import Learnt
from hexascope.llm.contract import Answer, Failure, Meter, ModelError, Piece, Rung
from hexascope.llm.fake.server import FakeModels
from hexascope.llm.lines import key_of
from hexascope.llm.models import Models
from tests.support.models import GOOD, endpoint, prompt, providers, with_server

NAMES = sorted(providers())
PATIENCE_S = 5.0


@pytest.fixture(params=NAMES)
def provider(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def ask(
    behaviour: str,
    provider: str,
    *,
    heard: list[Piece] | None = None,
    learnt: dict[str, Learnt] | None = None,
    meter: Meter | None = None,
    times: int = 1,
    patience_s: float = PATIENCE_S,
) -> tuple[Answer, FakeModels]:
    """Ask a scripted model so many times; the last answer, and the server that was asked."""

    async def work(server: FakeModels, models: Models) -> tuple[Answer, FakeModels]:
        one = endpoint(server, behaviour, provider)
        for _ in range(times - 1):
            await models.ask(one, prompt(), patience_s=patience_s)
        answer = await models.ask(
            one,
            prompt(),
            patience_s=patience_s,
            listen=(heard if heard is not None else []).append,
            meter=meter,
        )
        return answer, server

    return with_server(work, learnt=learnt)


def fails(behaviour: str, provider: str, patience_s: float = PATIENCE_S) -> ModelError:
    with pytest.raises(ModelError) as caught:
        ask(behaviour, provider, patience_s=patience_s)
    return caught.value


def test_the_answer_keeps_the_schema_on_the_surest_rung(provider: str) -> None:
    answer, _ = ask("ok", provider)

    assert answer.data == GOOD
    assert answer.rung is providers()[provider].wire.rungs[0]
    assert (answer.finish, answer.tries) == ("stop", 1)


def test_its_pieces_are_heard_while_it_streams_and_the_first_has_its_time(provider: str) -> None:
    heard: list[Piece] = []
    answer, _ = ask("slow", provider, heard=heard)

    assert len([one for one in heard if one.text]) > 3
    assert 0 < answer.first_token_s < answer.seconds


def test_its_tokens_are_those_that_the_server_counts(provider: str) -> None:
    meter = Meter()
    answer, _ = ask("ok", provider, meter=meter)

    assert answer.usage.input_tokens == 100
    assert answer.usage.output_tokens > 0
    assert not answer.usage.estimated
    assert meter.usage == answer.usage


@pytest.mark.parametrize(
    ("behaviour", "why", "requests"),
    [
        ("cut", Failure.UNREACHABLE, 4),
        ("broken-off", Failure.BUSY, 4),
        ("ill", Failure.BUSY, 4),
        ("bad-json", Failure.NONSENSE, 2),
        ("prose", Failure.NONSENSE, 2),
        ("empty", Failure.NONSENSE, 2),
        ("refusal", Failure.REFUSED, 1),
        ("denied", Failure.DENIED, 1),
        ("redirect", Failure.REFUSED, 1),
        ("huge", Failure.TOO_LONG, 1),
    ],
)
def test_each_fault_is_told_apart_and_tried_as_often_as_it_is_worth(
    behaviour: str, why: Failure, requests: int, provider: str
) -> None:
    error = fails(behaviour, provider)

    assert error.failure is why
    assert error.endpoint == f"{provider}/fake-{behaviour}"
    assert error.tries == requests


def test_who_hangs_is_given_up_when_the_patience_ends_and_closes_the_connection(
    provider: str,
) -> None:
    async def work(server: FakeModels, models: Models) -> tuple[Failure, int]:
        with pytest.raises(ModelError) as caught:
            await models.ask(endpoint(server, "hang", provider), prompt(), patience_s=0.2)
        for _ in range(200):
            if server.heard.cut_off:
                break
            await asyncio.sleep(0.005)
        return caught.value.failure, server.heard.cut_off

    assert with_server(work) == (Failure.LATE, 1)


@pytest.mark.parametrize(("behaviour", "tries"), [("limited", 3), ("overloaded", 2)])
def test_who_is_busy_is_asked_again(behaviour: str, tries: int, provider: str) -> None:
    answer, _ = ask(behaviour, provider)

    assert answer.data == GOOD
    assert answer.tries == tries


def test_who_wants_to_be_left_alone_for_longer_than_there_is_time_is_not_asked_again(
    provider: str,
) -> None:
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    async def run() -> int:
        server = FakeModels(pause_s=0.0)
        await server.start()
        try:
            wires = {name: one.wire for name, one in providers().items()}
            async with Models(wires, clock=time.monotonic, pause=pause) as models:
                one = endpoint(server, "limited", provider)
                with pytest.raises(ModelError) as caught:
                    await models.ask(one, prompt(), patience_s=0.02)
                assert caught.value.failure is Failure.BUSY
            return len(server.heard.bodies)
        finally:
            await server.stop()

    assert asyncio.run(run()) == 1
    assert waits == []


@pytest.mark.parametrize("behaviour", ["schema-refused", "grammar-refused"])
def test_a_form_that_is_refused_leads_down_the_ladder_once_and_is_remembered(
    behaviour: str, provider: str
) -> None:
    learnt: dict[str, Learnt] = {}
    answer, server = ask(behaviour, provider, times=2, learnt=learnt)
    rungs = providers()[provider].wire.rungs

    assert answer.data == GOOD
    assert answer.rung is Rung.TEXT
    assert answer.tries == 1, "the second question begins where the first one ended"
    assert len(server.heard.bodies) == len(rungs) + 1
    [(key, known)] = learnt.items()
    assert key == key_of(endpoint(server, behaviour, provider))
    assert known.rung == "text"


@pytest.mark.parametrize("behaviour", ["ill", "denied", "bad-json", "hang", "cut"])
def test_no_failure_shows_the_key(behaviour: str, provider: str) -> None:
    error = fails(behaviour, provider, patience_s=0.3)

    assert "sk-very-secret" not in f"{error!r} {error} {error.__cause__!r} {error.__context__!r}"


def test_the_key_stands_in_a_header_and_nowhere_else(provider: str) -> None:
    _, server = ask("ok", provider)

    assert "sk-very-secret" not in str(server.heard.bodies)
    assert sum("sk-very-secret" in one for one in server.heard.headers[-1].values()) == 1


def test_what_failed_is_counted_too(provider: str) -> None:
    error = fails("bad-json", provider)

    assert error.usage.input_tokens == 200, "it was asked twice"
    assert error.usage.output_tokens > 0


def test_what_was_refused_before_it_began_takes_nothing(provider: str) -> None:
    error = fails("denied", provider)

    assert (error.usage.input_tokens, error.usage.output_tokens) == (0, 0)


def test_who_hangs_is_counted_by_what_it_was_sent(provider: str) -> None:
    error = fails("hang", provider, patience_s=0.2)

    assert error.usage.estimated
    assert error.usage.input_tokens > 0
    assert error.usage.output_tokens == 0


def test_who_is_not_there_takes_nothing(provider: str) -> None:
    async def work(server: FakeModels, models: Models) -> ModelError:
        gone = endpoint(server, "ok", provider, base_url="http://127.0.0.1:9")
        with pytest.raises(ModelError) as caught:
            await models.ask(gone, prompt(), patience_s=PATIENCE_S)
        return caught.value

    error = with_server(work)

    assert error.failure is Failure.UNREACHABLE
    assert error.usage.input_tokens == 0


def test_what_is_cancelled_counts_what_had_come_by_then(provider: str) -> None:
    meter = Meter()

    async def work(server: FakeModels, models: Models) -> None:
        one = endpoint(server, "slow", provider)
        begun = asyncio.Event()
        task = asyncio.create_task(
            models.ask(one, prompt(), patience_s=60, meter=meter, listen=lambda _piece: begun.set())
        )
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with_server(work)

    assert meter.usage.estimated
    assert meter.usage.input_tokens > 0
