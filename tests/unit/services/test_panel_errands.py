"""A whole panel by scripted models that ask for probes and programs."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

import hexascope.consult.specialists
from hexascope.consult.answered.programs import FIELD, RULES
from hexascope.consult.consult import Consultation, consult
from hexascope.consult.contract import Specialist
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.errand import COMPUTED, Computed
from hexascope.domain.errors import NoSandbox
from hexascope.domain.opinion import ANALYSTS
from hexascope.domain.panel import PanelRecord
from hexascope.kit.plugins import discover
from hexascope.llm.fake.server import FakeModels, Says
from hexascope.llm.fake.shapes import schema_of
from hexascope.llm.fake.speakers import data_in, honest
from hexascope.report.values import value_shown
from hexascope.sandbox.contract import Executor
from hexascope.services.errands import PanelErrands
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.models import ModelVoices
from hexascope.words import Language, render
from tests.support.cases import case as made_case
from tests.support.cases import fact, process
from tests.support.entities import entity
from tests.support.errands import LOOKED, WORKER, Scripted, Weighing, ended, made, there
from tests.support.models import endpoint, wires
from tests.support.probes import blamed

BUSY = fact("disk.utilization", 0.971, device="vda")
FINDING = blamed(entity(EntityKind.PROCESS, "worker", 7), evidence=(BUSY,))


def case_with(*facts: object) -> Case:
    return made_case(*facts, last=(process(pid=7, start_s=12.0),), findings=(FINDING,))


class Gaining(Weighing):
    """Judges with one value more once a probe has measured it."""

    def weigh(self, looked: Any, wishes: Wishes) -> Case:
        super().weigh(looked, wishes)
        readings = [one for result in looked.probed for one in result.readings]
        return case_with(*(fact(one.family, one.value) for one in readings))


def no_sandbox() -> Executor:
    raise NoSandbox("no sandbox of level 2 works here: nothing is mounted")


def errands(**fields: Any) -> PanelErrands:
    service = Gaining({"measure": made("measure", WORKER)})
    return PanelErrands(
        **{
            "service": cast("Examinations", service),
            "looked": LOOKED,
            "wishes": Wishes(),
            "live": True,
            "most_probes": 3,
            "make": there,
            "sandbox": no_sandbox,
            **fields,
        }
    )


def consulted(
    behaviour: str, says: Says | None = None, *, code: bool = False, **fields: Any
) -> tuple[Consultation, FakeModels]:
    async def work() -> tuple[Consultation, FakeModels]:
        server = FakeModels(says, pause_s=0.01)
        await server.start()
        try:
            voices = ModelVoices(
                endpoints=(endpoint(server, behaviour, slots=8),),
                wires=wires(),
                language=Language.ENGLISH,
                show=lambda piece: value_shown(piece, Language.ENGLISH),
                clock=time.monotonic,
                nonce=lambda: "n0nce",
                patience_s=5.0,
                panel_s=30.0,
                mode="full",
                code=code,
            )
            sends = errands(code=code, **fields)
            about = case_with()
            made_of_it = await consult(
                replace(about, offers=sends.offers(about)),
                discover(hexascope.consult.specialists, Specialist),
                voices,
                {},
                fill=lambda remedy, _proposal: remedy,
                prices={},
                patience_seconds=30.0,
                errands=sends,
            )
            return made_of_it, server
        finally:
            await server.stop()

    return asyncio.run(work())


def record_of(said: Consultation) -> PanelRecord:
    assert said.record is not None
    return said.record


def computed_of(said: Consultation) -> Computed:
    return record_of(said).computed[0]


def words_of(said: Consultation) -> str:
    return " ".join(render(one.advice) for one in said.opinions)


def bodies(server: FakeModels) -> list[Mapping[str, Any]]:
    return [body for _, body in server.heard.bodies]


def analysts(server: FakeModels) -> list[Mapping[str, Any]]:
    return [body for body in bodies(server) if "opinions" in schema_of(body).get("properties", {})]


def asks_for(source: str, **more: Any) -> Says:
    """Make a model that judges honestly and writes this program whatever it was told."""

    def says(body: Mapping[str, Any]) -> str:
        data = data_in(body)
        assert data is not None
        if "opinions" not in schema_of(body)["properties"]:
            return "{}"
        return json.dumps({**honest(data), FIELD: {"purpose": "to see", "source": source, **more}})

    return says


def test_a_probe_that_all_ask_for_runs_once_and_all_speak_of_what_it_gave() -> None:
    said, _ = consulted("probing")

    [errand] = record_of(said).errands
    assert errand.asked_by == tuple(one.value for one in ANALYSTS)
    assert (errand.probe, errand.subject, errand.gave) == ("measure", "worker", ("cpu.count",))
    assert "What was asked for shows 1." in words_of(said)
    assert [one.probe for one in said.probed] == ["measure"]
    assert said.case.number("cpu.count") == 1.0


def test_what_was_sent_before_and_after_is_kept_and_the_second_time_no_probe_is_offered() -> None:
    said, server = consulted("probing")
    record = record_of(said)
    offered = [schema_of(body)["properties"]["probe"]["enum"] for body in analysts(server)]

    assert '"done"' not in record.sent
    assert '"gave":["cpu.count"]' in record.sent_again
    assert offered == [["measure", "none"]] * 4 + [["none"]] * 4


def test_the_calls_of_the_second_turn_are_in_the_record() -> None:
    said, _ = consulted("probing")
    roles = [one.role for one in record_of(said).calls]

    assert all(roles.count(one.value) == 2 for one in ANALYSTS)


def test_where_nothing_may_be_probed_nobody_is_asked_twice() -> None:
    said, server = consulted("probing", live=False)

    assert record_of(said).errands == ()
    assert len(analysts(server)) == 4
    assert schema_of(analysts(server)[0])["properties"]["probe"]["enum"] == ["none"]


def test_a_probe_of_its_own_making_is_refused_and_kept_as_struck() -> None:
    def says(body: Mapping[str, Any]) -> str:
        data = data_in(body)
        assert data is not None
        if "opinions" not in schema_of(body)["properties"]:
            return "{}"
        return json.dumps({**honest(data), "probe": "shell", "probe_on": "rm -rf /"})

    said, _ = consulted("ok", says)

    assert record_of(said).errands == ()
    assert said.probed == ()
    assert any("a probe that there is not: shell" in one.reason for one in record_of(said).struck)


def test_without_being_allowed_the_form_has_no_place_for_a_program_and_nobody_is_told() -> None:
    _, server = consulted("computing")

    for body in analysts(server):
        assert FIELD not in schema_of(body)["properties"]
        assert RULES.strip()[:40] not in json.dumps(body)


def test_without_being_allowed_a_program_is_refused_and_kept_as_struck() -> None:
    said, _ = consulted("ok", asks_for("print(1)"))

    assert record_of(said).computed == ()
    assert any("--allow-code" in one.reason for one in record_of(said).struck)
    assert {one.voice for one in said.opinions} == {"compatible/fake-ok"}


def test_where_no_sandbox_works_the_program_is_refused_with_the_reason() -> None:
    said, _ = consulted("ok", asks_for("print(1)"), code=True)

    told = computed_of(said)
    assert told.reason == "no sandbox of level 2 works here: nothing is mounted"
    assert (told.level, told.exit, told.gave) == (None, None, ())
    assert told.source == "print(1)"
    assert not said.case.has(COMPUTED)


def test_a_program_too_long_is_refused_and_kept_as_struck() -> None:
    said, _ = consulted("ok", asks_for("#" * 5000), code=True)

    assert record_of(said).computed == ()
    assert any("4096 is the most" in one.reason for one in record_of(said).struck)


def by_program(
    write: Callable[[str], str], source: str = "print()"
) -> tuple[Consultation, FakeModels]:
    """Let the analysts' program print what `write` makes of the key that it was shown."""
    sandbox = Scripted(
        name="scripted",
        level=ended().level,
        ended=ended(stdout=write(BUSY.key).encode()),
    )
    return consulted("computing", code=True, live=False, sandbox=lambda: sandbox)


def test_what_a_program_computed_is_published_as_computed_and_never_alone_proves_an_opinion() -> (
    None
):
    result = {"name": "mean", "value": 0.5, "unit": "ratio"}
    said, server = by_program(lambda key: json.dumps([{**result, "of": [key]}]))

    assert "(computed: mean)" in words_of(said)
    assert all(set(one.because) - {"computed.value{name=mean}"} for one in said.opinions)
    assert FIELD in schema_of(analysts(server)[0])["properties"]
    assert FIELD not in schema_of(analysts(server)[-1])["properties"]
    assert '"computed":true' in record_of(said).sent_again


def test_results_of_names_and_keys_that_are_none_are_refused_one_by_one() -> None:
    good = {"name": "mean", "value": 0.5, "unit": "ratio"}

    def write(key: str) -> str:
        return json.dumps(
            [
                {**good, "of": [key], "name": "\u202e\x1b[31m"},
                {**good, "of": ["no.such{key=x}"]},
                {**good, "of": [key]},
            ]
        )

    told = computed_of(by_program(write)[0])

    assert told.gave == ("computed.value{name=m}", "computed.value{name=mean}")
    assert any("it was not given" in one for one in told.refused)


def test_a_finding_is_neither_raised_nor_made_by_what_a_program_prints() -> None:
    result = {"name": "danger", "value": 1e9, "unit": "s"}
    said, _ = by_program(lambda key: json.dumps([{**result, "of": [key]}]))

    assert said.case.findings == (FINDING,)
    assert [one.severity for one in said.verdict.items] == [FINDING.severity]
