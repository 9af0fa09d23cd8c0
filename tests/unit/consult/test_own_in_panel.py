"""Users' own specialists at the panel: heard beside the four, by rules, by models, and alone."""

import asyncio
import time
from dataclasses import replace
from typing import Any

from hexascope.act.contract import filled
from hexascope.consult.consult import Consultation, consult
from hexascope.consult.engines.own import own
from hexascope.consult.hypotheses import hypotheses
from hexascope.consult.own.reading import read
from hexascope.consult.own.rules import specialist_of
from hexascope.consult.panel import analysts
from hexascope.consult.specialists import coordinator, report_generator
from hexascope.consult.told.briefing import brief
from hexascope.consult.told.fitting import MOST_OF_A_WISH, asked_for
from hexascope.consult.voices.rules import RulesVoice, RulesVoices
from hexascope.domain.case import Case
from hexascope.domain.opinion import ANALYSTS
from hexascope.llm.fake.server import FakeModels
from hexascope.llm.models import Models
from hexascope.services.models import ModelVoices
from hexascope.words import Language
from tests.support.cases import case, fact
from tests.support.models import endpoint, wires, with_server
from tests.support.panel import NO_PRICES, hear, opinion, says, specialists
from tests.unit.consult.test_own_specialists import AWAIT, FILE, slow

MUTE = FILE.partition("[[rules]]")[0]
ABOUT = case(AWAIT, findings=(slow(),))


def panel(file: str, **rules: Any) -> dict[str, Any]:
    return {
        **specialists(**rules),
        "storage_owner": specialist_of(read(file)),
        "coordinator": coordinator.coordinator,
        "report_generator": report_generator.report_generator,
    }


def consulted(file: str, behaviour: str = "", mode: str = "full") -> Consultation:
    """Consult a panel with an own specialist: by a scripted model, or by rules."""

    async def work(server: FakeModels | None, _models: Models | None) -> Consultation:
        voices: Any = RulesVoices()
        if server is not None:
            voices = ModelVoices(
                endpoints=(endpoint(server, behaviour),),
                wires=wires(),
                language=Language.ENGLISH,
                show=lambda piece: str(piece.value),
                clock=time.monotonic,
                nonce=lambda: "n0nce",
                patience_s=5.0,
                mode=mode,
            )
        return await consult(
            ABOUT, panel(file), voices, {}, fill=filled, prices={}, patience_seconds=20.0
        )

    return with_server(work) if behaviour else asyncio.run(work(None, None))


def test_own_specialists_are_heard_behind_the_four_and_do_not_count_for_quality() -> None:
    said = opinion(item=slow().id, because=(AWAIT.key,))
    six = panel(FILE, performance_analyst=says(said))
    found = asyncio.run(
        hear(six, RulesVoice(), ABOUT, engine=own, prices=NO_PRICES, patience_seconds=5.0)
    )

    assert analysts(six) == (*ANALYSTS, "storage_owner")
    assert [one.role for one in found.opinions] == ["performance_analyst", "storage_owner"]
    assert found.answered == 4


def test_without_rules_and_without_a_model_it_is_absent_with_that_reason() -> None:
    made = consulted(MUTE)

    assert made.absent == {"storage_owner": "the storage_owner has no rules to speak by"}
    assert made.verdict.quality == "rules"


def test_a_model_speaks_for_it_by_its_mandate() -> None:
    made = consulted(MUTE, "honest")

    voices = {one.role: one.voice for one in made.opinions}
    assert voices["storage_owner"] == "compatible/fake-honest"
    assert made.verdict.quality == "excellent"
    assert made.absent == {}


def test_its_rules_stand_in_where_the_model_lies_and_the_quality_is_the_four_s() -> None:
    made = consulted(FILE, "lying")
    [said] = [one for one in made.opinions if one.role == "storage_owner"]

    assert (said.voice, said.stands_in) == ("rules", True)
    assert "storage_owner" in made.absent
    assert made.verdict.quality == "fallback"


def test_where_one_model_speaks_for_all_its_rules_are_heard_or_it_is_told_absent() -> None:
    with_rules, without = consulted(FILE, "honest", "solo"), consulted(MUTE, "honest", "solo")

    assert "storage_owner" in {one.role for one in with_rules.opinions}
    assert "one model speaks for all" in without.absent["storage_owner"]


def test_its_mandate_is_told_to_nobody_else() -> None:
    mandate = "You run the storage of a bank."
    asked: dict[str, str] = {}

    async def work(server: FakeModels, _models: Models) -> None:
        voices = ModelVoices(
            endpoints=(endpoint(server, "honest"),),
            wires=wires(),
            language=Language.ENGLISH,
            show=lambda piece: str(piece.value),
            clock=time.monotonic,
            nonce=lambda: "n0nce",
        )
        await consult(ABOUT, panel(FILE), voices, {}, fill=filled, prices={}, patience_seconds=20.0)
        for _, body in server.heard.bodies:
            words = str(body["messages"])
            asked[str(len(asked))] = words

    with_server(work)
    assert sum(mandate in words for words in asked.values()) == 1


def wants(*names: str) -> Case:
    disks = [fact("disk.queue", 0.1, device=f"vd{letter}") for letter in "abcdefgh"]
    return replace(case(AWAIT, *disks, findings=(slow(),)), wants=names)


def test_the_evidence_that_it_wants_is_shown_of_each_family_the_first_instances() -> None:
    assert len(list(asked_for(wants("disk.queue")))) == MOST_OF_A_WISH
    assert [one.key for one in asked_for(wants("disk.queue{device=vdh}"))] == [
        "disk.queue{device=vdh}"
    ]
    assert list(asked_for(wants("network.unheard_of"))) == []
    shown = brief(
        wants("disk.queue{device=vdh}"), hypotheses(ABOUT), nonce="n0nce", most_tokens=8000
    )
    assert "disk.queue{device=vdh}" in shown.keys


def test_each_own_specialist_is_one_more_call_in_what_is_foreseen() -> None:
    async def work(server: FakeModels, _models: Models) -> list[tuple[int, int, int]]:
        found = []
        for names in ((), ("storage_owner",)):
            voices = ModelVoices(
                endpoints=(endpoint(server, "honest", slots=1),),
                wires=wires(),
                language=Language.ENGLISH,
                show=lambda piece: str(piece.value),
                clock=time.monotonic,
                nonce=lambda: "n0nce",
                own=names,
                mode="full",
            )
            told = voices.estimate(voices.briefing(ABOUT))
            found.append((told.calls, told.talk, voices.turns()))
        return found

    without, with_one = with_server(work)
    assert with_one == (without[0] + 1, without[1] + 2, without[2] + 1)
