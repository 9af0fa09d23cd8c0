"""A real language model on this machine: streaming, the schema's rung, cancelling, a whole panel.

It is never part of `make test` or of the journeys: HEXASCOPE_REAL_MODEL names the model and its
server, `compatible/smollm2@http://127.0.0.1:8089/v1`. docs/explain/real-model.md says how to start
one, and what was seen. A small model's judgement is worth nothing; what is shown here is that its
words come through the wires, and that none of them is published without proof.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, TypeVar

import pytest

import hexascope.consult.specialists
from hexascope.consult.consult import Consultation, consult
from hexascope.consult.contract import Specialist
from hexascope.domain.learnt import Learnt
from hexascope.domain.opinion import ANALYSTS
from hexascope.domain.use import Severity
from hexascope.kit.plugins import discover
from hexascope.llm.contract import Endpoint, Piece, Prompt
from hexascope.llm.models import Models
from hexascope.report.values import value_shown
from hexascope.services.choosing import Wanted, chosen
from hexascope.services.models import ModelVoices
from hexascope.words import Language, render
from tests.support.cases import case, fact
from tests.support.models import SCHEMA, providers, wires
from tests.support.panel import finding, process_entity

NAMED = os.environ.get("HEXASCOPE_REAL_MODEL", "")
pytestmark = [
    pytest.mark.real_model,
    pytest.mark.journey,
    pytest.mark.skipif(not NAMED, reason="HEXASCOPE_REAL_MODEL names no model and server"),
]

T = TypeVar("T")
PATIENCE_S = 240.0
WINDOW_TOKENS = 4096
AWAIT = fact("disk.await", 0.0352, device="vda")
BUSY = fact("disk.utilization", 0.971, device="vda")
SLOW = finding(
    "disk_latency",
    evidence=(AWAIT, BUSY),
    culprit=process_entity("postgres", 4242),
    severity=Severity.HIGH,
)


def tell(capsys: pytest.CaptureFixture[str], words: str) -> None:
    """Say a figure to who looks on; it is what docs/explain/real-model.md records."""
    with capsys.disabled():
        sys.stdout.write(f"\n{words}")


def endpoint() -> Endpoint:
    name, _, address = NAMED.partition("@")
    table = {"context_tokens": WINDOW_TOKENS, "slots": 1}
    [found] = chosen(
        Wanted(names=(name,), base_url=address, tables={name: table}), providers(), os.environ
    )
    return found


def with_models(
    work: Callable[[Models], Coroutine[Any, Any, T]], learnt: dict[str, Learnt] | None = None
) -> T:
    async def run() -> T:
        async with Models(wires(), clock=time.monotonic, learnt=learnt) as models:
            return await work(models)

    return asyncio.run(run())


def asked(role: str, **fields: Any) -> Prompt:
    return Prompt(
        shared="You judge a computer's health in one word or number.", role=role, **fields
    )


def test_its_words_come_one_after_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    heard: list[Piece] = []

    async def work(models: Models) -> float:
        answer = await models.ask(
            endpoint(),
            asked("Write three sentences about disks.", most_tokens=80),
            patience_s=PATIENCE_S,
            listen=heard.append,
        )
        assert answer.first_token_s < answer.seconds
        return len([one for one in heard if one.text]) / (answer.seconds - answer.first_token_s)

    rate = with_models(work)

    assert len([one for one in heard if one.text]) > 10
    tell(capsys, f"{rate:.1f} pieces a second")


def test_its_form_of_answer_is_found_and_begun_with_the_next_time() -> None:
    learnt: dict[str, Learnt] = {}

    async def work(models: Models) -> tuple[Any, int]:
        prompt = asked("The disk waits 35 ms. How severe is it?", schema=SCHEMA, most_tokens=60)
        first = await models.ask(endpoint(), prompt, patience_s=PATIENCE_S)
        second = await models.ask(endpoint(), prompt, patience_s=PATIENCE_S)
        assert first.rung is second.rung
        return first.data, second.tries

    data, tries = with_models(work, learnt)

    assert data["severity"] in ("high", "low")
    assert tries == 1
    assert len(learnt) == 1


def test_who_cancels_leaves_a_server_that_answers_the_next() -> None:
    async def work(models: Models) -> str:
        begun = asyncio.Event()
        long = asked("Write a very long story about disks.", most_tokens=1500)
        task = asyncio.create_task(
            models.ask(endpoint(), long, patience_s=PATIENCE_S, listen=lambda _piece: begun.set())
        )
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        short = asked("Say yes.", most_tokens=5)
        return (await models.ask(endpoint(), short, patience_s=PATIENCE_S)).text

    assert with_models(work)


@pytest.mark.parametrize("mode", ["solo", "full"])
def test_a_whole_panel_speaks_and_nothing_of_it_is_published_without_proof(
    mode: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made = panel(mode)
    record = made.record

    assert record is not None
    assert len(record.calls) == 1 if mode == "solo" else len(record.calls) >= len(ANALYSTS)
    assert all(one.error or one.output_tokens for one in record.calls)
    assert {one.voice for one in made.opinions} <= {"rules", endpoint().name}
    assert made.verdict.items[0].severity is Severity.HIGH
    told = " ".join(render(one) for one in (made.verdict.headline, *made.verdict.summary))
    for one in record.struck:
        assert len(one.words) < 20 or one.words not in told
    tell(
        capsys,
        f"{mode}: {record.seconds:.1f} s, {len(record.struck)} struck, quality"
        f" {made.verdict.quality}, absent {json.dumps(dict(made.absent))[:600]}",
    )
    for call in record.calls:
        tell(
            capsys,
            f"  {call.role:<22} {call.seconds:6.1f} s, first token {call.first_token_s:5.1f} s,"
            f" {call.input_tokens} + {call.output_tokens} tokens, {call.rung} {call.error[:90]}",
        )
    for one in record.struck:
        tell(capsys, f"  struck ({one.ruling}): {one.words[:90]!r}: {one.reason[:90]}")


def panel(mode: str) -> Consultation:
    """Put a slow disk to the panel by the real model, with more patience than anyone has."""
    voices = ModelVoices(
        endpoints=(replace(endpoint(), slots=1),),
        wires=wires(),
        language=Language.ENGLISH,
        show=lambda piece: value_shown(piece, Language.ENGLISH),
        clock=time.monotonic,
        nonce=lambda: "n0nce",
        patience_s=PATIENCE_S,
        panel_s=6 * PATIENCE_S,
        mode=mode,
        max_rounds=0,
    )
    return asyncio.run(
        consult(
            case(findings=(SLOW,)),
            discover(hexascope.consult.specialists, Specialist),
            voices,
            {},
            fill=lambda remedy, _proposal: remedy,
            prices={},
            patience_seconds=6 * PATIENCE_S,
        )
    )
