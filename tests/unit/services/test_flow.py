"""The panel's flow by scripted models: who stands in, what is dropped, what is cut off."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

import hexascope.consult.specialists
from hexascope.consult.consult import Consultation, consult
from hexascope.consult.contract import Specialist
from hexascope.consult.told.fitting import BYTES_A_TOKEN
from hexascope.domain.case import Case
from hexascope.domain.opinion import ANALYSTS, Role
from hexascope.kit.plugins import discover
from hexascope.llm.fake.server import FakeModels
from hexascope.llm.fake.shapes import schema_of, smallest
from hexascope.llm.fake.speakers import data_in, said
from hexascope.services.models import CALLS, SINGLE_SLOT_PANEL_S, ModelVoices
from hexascope.words import Language, render
from tests.support.consulted import CASE, SLOW, consulted
from tests.support.crowded import crowded
from tests.support.models import endpoint, wires


def voices(server: FakeModels, behaviour: str, **fields: Any) -> ModelVoices:
    return ModelVoices(
        **{
            "endpoints": (endpoint(server, behaviour),),
            "wires": wires(),
            "language": Language.ENGLISH,
            "show": lambda piece: str(piece.value),
            "clock": time.monotonic,
            "nonce": lambda: "n0nce",
            "patience_s": 5.0,
            "panel_s": 20.0,
            **fields,
        }
    )


async def asked(by: ModelVoices, of: Case = CASE) -> Consultation:
    return await consult(
        of,
        discover(hexascope.consult.specialists, Specialist),
        by,
        {},
        fill=lambda remedy, _proposal: remedy,
        prices={},
        patience_seconds=20.0,
    )


def of_tagged(role: str, behaviour: str, **wishes: Any) -> tuple[Consultation, FakeModels]:
    """Consult by honest models, but for one role whose model behaves otherwise."""

    async def run() -> tuple[Consultation, FakeModels]:
        server = FakeModels(pause_s=0.01)
        await server.start()
        try:
            endpoints = (
                replace(endpoint(server, behaviour), tags=(role,)),
                replace(endpoint(server, "honest"), tags=tuple(set(Role) - {role})),
            )
            return await asked(voices(server, "honest", endpoints=endpoints, **wishes)), server
        finally:
            await server.stop()

    return asyncio.run(run())


def scripted(says: Mapping[str, Any], **wishes: Any) -> tuple[Consultation, FakeModels]:
    """Consult by models who are honest, but for forms with a field that is scripted."""

    def speak(body: Mapping[str, Any]) -> str:
        data, schema = data_in(body), schema_of(body)
        wanted = schema.get("properties", {})
        field = next((name for name in says if name in wanted), None)
        if field is not None:
            told = says[field](data, schema) if callable(says[field]) else says[field]
            return told if isinstance(told, str) else json.dumps(told)
        return json.dumps(said("contrary", data, schema) if data else smallest(schema))

    async def run() -> tuple[Consultation, FakeModels]:
        server = FakeModels(speak, pause_s=0.01)
        await server.start()
        try:
            return await asked(voices(server, "ok", **wishes)), server
        finally:
            await server.stop()

    return asyncio.run(run())


def honestly(data: Any, schema: Any) -> Any:
    return said("honest", data, schema)


def prompts(server: FakeModels, words: str) -> list[str]:
    told = [str(body["messages"][-1]["content"]) for _, body in server.heard.bodies]
    return [one for one in told if words in one]


def test_six_calls_in_three_stages() -> None:
    made, server = of_tagged("nobody", "honest")

    assert made.record is not None
    calls = {one.role: one for one in made.record.calls}
    assert len(calls) == len(server.heard.bodies) == CALLS == 6
    ended = max(calls[role].began_s + calls[role].seconds for role in ANALYSTS)
    assert calls[Role.COORDINATOR].began_s >= ended - 0.01
    coordinated = calls[Role.COORDINATOR].began_s + calls[Role.COORDINATOR].seconds
    assert calls[Role.REPORT_GENERATOR].began_s >= coordinated - 0.01
    assert made.verdict.start == SLOW.id


@pytest.mark.parametrize(
    "told",
    [
        {"rulings": [], "order": [], "start": "none"},
        {"rulings": "all", "order": {"i1": 1}, "start": 7},
        {},
        ["i1"],
        "I would begin with the disk.",
    ],
)
def test_where_the_coordinator_says_nothing_of_use_rules_settle_and_it_is_named(told: Any) -> None:
    made, _ = scripted({"order": told, "opinions": honestly})

    assert set(made.absent) == {Role.COORDINATOR}
    assert made.verdict.quality == "excellent"
    assert made.verdict.start == ""
    assert [one.item for one in made.verdict.items] == [SLOW.id]


def test_a_coordinator_that_is_late_is_left_and_the_report_comes() -> None:
    made, _ = of_tagged(Role.COORDINATOR, "hang", patience_s=1.0)

    assert "no answer in 1 s" in made.absent[Role.COORDINATOR]
    assert "0.0352" in render(made.verdict.headline)


def test_a_coordinator_can_not_change_an_agreement_or_take_an_item_away() -> None:
    honest, _ = of_tagged("nobody", "honest")
    told = {"agreement": 3, "severity": "info", "order": ["i9"], "start": "i1", "rulings": []}
    made, _ = scripted({"order": told, "opinions": honestly})

    [before], [after] = honest.verdict.items, made.verdict.items
    assert (after.item, after.severity, after.agreement) == (
        before.item,
        before.severity,
        before.agreement,
    )


def contested(data: Any, schema: Any) -> Any:
    """Oppose as two of the four, with evidence, and never change one's mind."""
    told = dict(said("contrary", data, schema))
    told["question"] = ""
    return told


def votes(data: Any, schema: Any) -> Any:
    stance = (
        "opposes"
        if any(who in data["asked"] for who in ("security analyst", "infrastructure expert"))
        else "agrees"
    )
    told = said("honest", data, {"properties": {}})["opinions"][0]
    return {"votes": [{**told, "item": "i1", "stance": stance}]}


def test_a_devils_advocate_looks_for_evidence_against_the_leading_cause() -> None:
    made, server = scripted({"opinions": contested, "votes": votes})

    assert made.record is not None
    [doubt] = made.record.doubts
    assert doubt.item == SLOW.id
    assert prompts(server, "devil's advocate")
    assert len([one for one in made.opinions if one.role not in set(ANALYSTS)]) == 0


def test_what_the_advocate_finds_is_shown_to_the_voters_as_such_and_is_no_vote() -> None:
    def opposes(data: Any, _schema: Any) -> Any:
        told = said("honest", data, {"properties": {}})["opinions"][0]
        return {"votes": [{**told, "item": "i1", "stance": "opposes"}]}

    def voting(data: Any, schema: Any) -> Any:
        return opposes(data, schema) if "advocate" in data["asked"] else votes(data, schema)

    made, server = scripted({"opinions": contested, "votes": voting})

    assert made.record is not None
    [doubt] = made.record.doubts
    assert doubt.because
    assert any('"by":"devils_advocate"' in one for one in prompts(server, "does not agree"))
    assert {one.role for one in made.opinions} <= set(ANALYSTS)


def test_what_stays_contested_gets_a_ruling_by_cited_evidence_and_stays_contested() -> None:
    made, _ = scripted({"opinions": contested, "votes": votes})

    [item] = made.verdict.items
    assert item.contested
    assert "0.0352" in render(item.ruling)
    cited = {key for one in (*item.for_, *item.against) for key in one.because}
    assert item.ruled_by
    assert set(item.ruled_by) <= cited
    assert [one.contested for one in made.verdict.recommendations] == [True]


def test_votes_are_taken_twice_at_most_and_a_setting_changes_that() -> None:
    def torn(data: Any, schema: Any) -> Any:
        """Take the other side each time."""
        torn.turn = getattr(torn, "turn", 0) + 1  # type: ignore[attr-defined] # counts its calls
        told = said("honest", data, {"properties": {}})["opinions"][0]
        security = "security analyst" in data["asked"]
        stance = "opposes" if security == (torn.turn > 5) else "agrees"  # type: ignore[attr-defined] # as above
        return {"votes": [{**told, "item": "i1", "stance": stance, "confidence": torn.turn}]}  # type: ignore[attr-defined] # as above

    for rounds in (1, 2):
        made, _ = scripted({"opinions": contested, "votes": torn}, max_rounds=rounds)
        assert made.record is not None
        assert {one.round for one in made.record.votes} <= set(range(1, rounds + 1))


def test_without_rounds_nobody_asks_votes_or_doubts() -> None:
    made, server, _ = consulted("contrary", max_rounds=0)

    assert made.record is not None
    assert (made.record.votes, made.record.doubts) == ((), ())
    assert len(server.heard.bodies) == CALLS


def test_discussion_is_dropped_first_when_time_is_short() -> None:
    made, server, _ = consulted("contrary", pause_s=0.5, max_rounds=2, panel_s=1.75)

    assert made.record is not None
    assert (made.record.votes, made.record.doubts) == ((), ())
    roles = {one.role for one in made.record.calls if not one.error}
    assert {*ANALYSTS, Role.COORDINATOR} <= roles, server.heard.bodies


def test_rules_word_the_report_when_the_time_is_used_up() -> None:
    made, _ = of_tagged(Role.REPORT_GENERATOR, "hang", patience_s=5.0, panel_s=2.0)

    assert set(made.absent) == {Role.REPORT_GENERATOR}
    assert "is at fault" in render(made.verdict.headline)


def test_a_coordinator_that_hangs_leaves_the_report_generator_its_time() -> None:
    made, _ = of_tagged(Role.COORDINATOR, "hang", patience_s=5.0, panel_s=2.5)

    assert set(made.absent) == {Role.COORDINATOR}
    assert "0.0352" in render(made.verdict.headline)


def test_a_panel_of_which_nobody_answers_ends_when_its_time_is_over() -> None:
    made, server, _ = consulted("hang", patience_s=60.0, panel_s=0.8)

    assert set(made.absent) == set(Role)
    assert {one.voice for one in made.opinions} == {"rules"}
    assert made.verdict.quality == "fallback"
    assert server.heard.cut_off == len(server.heard.bodies) == CALLS
    assert made.record is not None
    assert made.record.seconds < 10.0, "its deadline has ended it, and nobody's patience"


@pytest.mark.parametrize("window", [4_096, 8_192])
def test_every_request_of_a_crowded_panel_fits_the_window(window: int) -> None:
    async def run() -> FakeModels:
        server = FakeModels(pause_s=0.01)
        await server.start()
        try:
            small = endpoint(server, "contrary", context_tokens=window)
            await asked(voices(server, "contrary", endpoints=(small,), mode="full"), crowded())
        finally:
            await server.stop()
        return server

    bodies = [body for _, body in asyncio.run(run()).heard.bodies]

    assert len(bodies) > CALLS, "there were votes"
    for body in bodies:
        told = "".join(str(one["content"]) for one in body["messages"])
        form = json.dumps(schema_of(body), ensure_ascii=False, separators=(",", ":"))
        taken = len((told + form).encode()) / BYTES_A_TOKEN
        answer = body.get("max_tokens") or body["max_completion_tokens"]
        assert taken + answer <= window


def test_what_a_panel_takes_at_most_is_said_with_the_talk_apart() -> None:
    server = FakeModels()
    server.url = "http://127.0.0.1:9"
    full, solo, silent = (
        voices(server, "ok", **fields).estimate(voices(server, "ok", **fields).briefing(CASE))
        for fields in ({}, {"mode": "solo"}, {"max_rounds": 0})
    )

    assert (full.calls, full.talk) == (6, 4 + 1 + 2 * 4)
    assert (solo.calls, solo.talk) == (1, 0)
    assert (silent.calls, silent.talk) == (6, 0)
    assert solo.tokens < 3_500 < full.tokens


def test_a_server_of_one_slot_has_five_minutes_and_four_turns_of_analysts() -> None:
    server = FakeModels()
    server.url = "http://127.0.0.1:9"
    single = voices(server, "ok", endpoints=(endpoint(server, "ok", slots=1),))
    several = voices(server, "ok", endpoints=(endpoint(server, "ok", slots=2),))

    assert single.time_s == SINGLE_SLOT_PANEL_S
    assert single.turns() == 4
    assert (several.time_s, several.turns()) == (20.0, 2)


def test_analysts_on_servers_of_their_own_take_one_turn() -> None:
    server = FakeModels()
    server.url = "http://127.0.0.1:9"
    endpoints = tuple(
        replace(endpoint(server, "ok", slots=1), name=f"compatible/{role}", tags=(role.value,))
        for role in ANALYSTS
    )

    assert voices(server, "ok", endpoints=endpoints).turns() == 1


async def until(happened: Callable[[], bool]) -> None:
    """Wait until the server has seen something: it is told of it by the loop alone."""
    for _ in range(1000):
        if happened():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not happen")


def test_who_cancels_a_panel_closes_its_connections() -> None:
    async def run() -> FakeModels:
        server = FakeModels(pause_s=0.01)
        await server.start()
        try:
            panel = asyncio.create_task(asked(voices(server, "hang")))
            await until(lambda: server.heard.at_once == len(ANALYSTS))
            panel.cancel()
            with suppress(asyncio.CancelledError):
                await panel
            await until(lambda: not server.heard.at_once)
        finally:
            await server.stop()
        return server

    server = asyncio.run(asyncio.wait_for(run(), 10.0))

    assert server.heard.cut_off == len(ANALYSTS)


def test_whose_patience_is_over_is_cut_off_too() -> None:
    made, server, _ = consulted("honest", "hang", "honest", "honest", patience_s=1.0)

    assert server.heard.cut_off == 1
    assert "no answer in 1 s" in made.absent[Role.INFRASTRUCTURE_EXPERT]
