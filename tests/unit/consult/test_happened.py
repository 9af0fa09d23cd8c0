"""The events of a panel: all that was said, in the order of time, and strikes with their reason."""

import time
from dataclasses import asdict, replace
from hashlib import sha256
from json import dumps, loads
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hexascope.act.contract import filled
from hexascope.consult.consult import consult
from hexascope.consult.record.happened import MOST_EVENTS, Happened
from hexascope.consult.record.stood_in import with_stand_ins
from hexascope.consult.specialists import coordinator, report_generator
from hexascope.domain.panel import EVENTS, Event, EventKind, PanelRecord
from hexascope.llm.fake.server import FakeModels
from hexascope.llm.models import Models
from hexascope.services.models import ModelVoices
from hexascope.words import Language
from tests.support.models import endpoint, wires, with_server
from tests.support.panel import opinion, says, specialists
from tests.unit.consult.test_model_voice import about


def panel(behaviour: str, **rules: Any) -> PanelRecord:
    """Put a case to a whole panel by a scripted model, and give its record."""

    async def work(server: FakeModels, _models: Models) -> PanelRecord:

        voices = ModelVoices(
            endpoints=(endpoint(server, behaviour),),
            wires=wires(),
            language=Language.ENGLISH,
            show=lambda piece: str(piece.value),
            clock=time.monotonic,
            nonce=lambda: "n0nce",
            patience_s=5.0,
        )
        six = {
            **specialists(**rules),
            "coordinator": coordinator.coordinator,
            "report_generator": report_generator.report_generator,
        }
        made = await consult(
            about(), six, voices, {}, fill=filled, prices={}, patience_seconds=20.0
        )
        assert made.record is not None
        return made.record

    return with_server(work)


def of(record: PanelRecord, kind: EventKind) -> list[Event]:
    return [one for one in record.events if one.kind is kind]


def test_what_each_call_sent_is_kept_word_by_word_with_its_digest() -> None:
    record = panel("honest")

    asked = of(record, EventKind.ASKED)
    assert [(one.role, one.what) for one in record.told] == [
        (one.who, one.facts["what"]) for one in asked
    ]
    for one in record.told:
        whole = (record.sent_again if one.again else record.sent) + one.words
        assert sha256(whole.encode()).hexdigest() == one.sha256
        assert len(whole.encode()) == one.size_bytes
        assert one.role.replace("_", " ") in one.words
    assert record.veiled is True  # its endpoint does not say that it runs on this machine


def test_a_panel_that_fails_keeps_what_it_sent_nevertheless() -> None:
    record = panel("ill")

    assert {one.error != "" for one in record.calls} == {True}
    assert len(record.told) == len(record.calls) > 0


def test_a_panel_tells_who_was_asked_what_came_back_and_how_it_was_settled_in_order() -> None:
    record = panel("honest")
    times = [one.at_s for one in record.events]

    assert times == sorted(times)
    assert record.schema == EVENTS
    assert len(of(record, EventKind.ASKED)) == 6
    assert {one.facts["what"] for one in of(record, EventKind.ASKED)} == {
        "opinions",
        "rulings",
        "headline",
    }
    assert len(of(record, EventKind.FIRST_WORD)) == len(of(record, EventKind.ANSWERED)) == 6
    assert len(of(record, EventKind.OPINION)) == 4
    assert all(one.evidence for one in of(record, EventKind.OPINION))
    [settled] = of(record, EventKind.SETTLED)
    assert (settled.who, settled.facts["for"], settled.facts["against"]) == ("coordinator", 4, 0)
    assert record.events[-1].kind is EventKind.WORDED


def test_what_is_struck_is_an_event_with_its_words_its_ruling_and_its_reason() -> None:
    struck = of(panel("lying"), EventKind.STRUCK)

    assert any("phantom" in one.words and one.facts["ruling"] == "unsupported" for one in struck)
    assert all(one.reason for one in struck)


def test_questions_replies_and_votes_say_who_spoke_to_whom_about_what() -> None:
    record = panel("contrary")

    [question, *_] = of(record, EventKind.QUESTION)
    assert question.whom == "performance_analyst"
    assert "shared" in question.words
    assert any(one.whom == question.who for one in of(record, EventKind.REPLY))
    votes = of(record, EventKind.VOTE)
    assert {one.facts["round"] for one in votes} == {1}
    assert {one.item for one in votes} == {about().findings[0].id}


def test_who_fails_is_an_event_with_the_reason() -> None:
    failed = of(panel("denied"), EventKind.FAILED)

    assert {one.facts["model"] for one in failed} == {"compatible/fake-denied"}
    assert all("401" in one.reason or "key" in one.reason for one in failed)


def test_rules_that_stand_in_for_a_model_are_told_behind_its_end() -> None:
    said = opinion("cost_optimizer", item="x", stands_in=True)
    record = replace(panel("denied"), events=())
    failed = Event(at_s=2.0, kind=EventKind.FAILED, who="cost_optimizer")
    later = Event(at_s=3.0, kind=EventKind.WORDED, who="report_generator")
    made = with_stand_ins(replace(record, events=(failed, later)), (said, opinion(item="x")))

    assert [one.kind for one in made.events] == ["failed", "opinion", "worded"]
    assert made.events[1].at_s == 2.0
    assert made.events[1].facts["stands_in"] is True


def test_a_panel_that_fell_back_on_rules_tells_what_they_said() -> None:
    [slow] = about().findings
    record = panel("lying", performance_analyst=says(opinion(item=slow.id, because=slow.keys)))
    [stood_in] = [one for one in of(record, EventKind.OPINION) if one.facts.get("stands_in")]

    assert stood_in.who == "performance_analyst"


@pytest.mark.parametrize("behaviour", ["honest", "contrary", "lying", "denied"])
def test_events_keep_the_published_schema_of_the_report(behaviour: str) -> None:
    schema = loads(Path("src/hexascope/report/schemas/report-1.json").read_text())
    record = panel(behaviour)
    again = loads(dumps(asdict(record)))

    jsonschema.validate(again, {"$ref": "#/$defs/panel", "$defs": schema["$defs"]})
    assert len(again["events"]) == len(record.events) > 0


def test_the_published_schema_names_every_kind_of_event() -> None:
    schema = loads(Path("src/hexascope/report/schemas/report-1.json").read_text())

    assert schema["$defs"]["event"]["properties"]["kind"]["enum"] == list(EventKind)


def test_a_record_keeps_a_bounded_number_of_events() -> None:
    happened = Happened(lambda: 1.0)
    for _ in range(MOST_EVENTS + 1):
        happened.asked("x", "opinions")

    assert len(happened.events()) == MOST_EVENTS
