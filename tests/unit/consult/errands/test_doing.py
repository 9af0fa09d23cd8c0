"""Errands from the wishes of analysts to what they say once they know more."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from hexascope.consult.answered.computing import LONGEST_RUN_S
from hexascope.consult.contract import (
    Guidance,
    Prices,
    Probed,
    Program,
    Ran,
    Settled,
    Specialist,
    VoiceError,
    Wish,
    Wording,
)
from hexascope.consult.engines.own import own
from hexascope.consult.errands.doing import LEAST_LEFT_S, PROBES_S
from hexascope.consult.errands.sending import Sent, send
from hexascope.consult.errands.standing import standing
from hexascope.consult.panel import Heard
from hexascope.consult.voices.rules import RulesVoice
from hexascope.domain.case import Case
from hexascope.domain.conversation import Reply
from hexascope.domain.errand import COMPUTED, Computed, ComputedFrom, Errand
from hexascope.domain.opinion import ANALYSTS, Opinion, Role
from hexascope.domain.probe import ProbeResult, Subject
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Aspect, Resource, Severity, Status
from tests.support.cases import case
from tests.support.panel import WAITING, finding, opinion, process_entity, says, specialists

FINDING = finding(
    culprit=process_entity("worker", 7), resource=Resource.SECURITY, aspect=Aspect.SECURITY
)
CASE = replace(case(findings=(FINDING,)), offers={"cpu_profile": ("worker",)})
SAMPLES = Reading("profile.samples", (("pid", "7"),), 5.0, "perf")
NAMES = {WAITING.key: WAITING.key}
RESULT = {"name": "slope", "value": 0.5, "unit": "ratio", "of": [WAITING.key]}
WELL = Ran(output=json.dumps([RESULT]), level=3, seconds=0.5, exit=0)


def wish(role: str = Role.COST_OPTIMIZER, probe: str = "cpu_profile", rank: int = 1) -> Wish:
    return Wish(role=role, probe=probe, subject="worker", finding=FINDING.id, rank=rank)


def program(source: str = "print([])", role: str = Role.COST_OPTIMIZER) -> Program:
    return Program(role=role, purpose="why", source=source, given="{}", names=NAMES)


@dataclass
class Voice:
    """Wishes what it was told to, and says of a new case what it was told to."""

    wished: Sequence[Wish] = ()
    wanted: Sequence[Program] = ()
    left: float = 60.0
    timely: bool = True
    fails: bool = False
    again: list[str] = field(default_factory=list)
    learnt: tuple[Case, tuple[Errand, ...], tuple[Computed, ...]] | None = None

    async def speak(self, specialist: Specialist, case: Case, _prices: Prices) -> list[Opinion]:
        assert self.learnt is not None, "nobody is heard again before it is known what came of it"
        assert case is self.learnt[0]
        self.again.append(specialist.role)
        if self.fails:
            raise VoiceError("it is late")
        return [opinion(specialist.role, item=FINDING.id, confidence=99)]

    def wishes(self) -> Sequence[Wish]:
        return self.wished

    def programs(self) -> Sequence[Program]:
        return self.wanted

    def left_s(self) -> float:
        return self.left

    def learn(self, case: Case, errands: Sequence[Errand], computed: Sequence[Computed]) -> None:
        self.learnt = (case, tuple(errands), tuple(computed))

    def in_time(self, _turns: int = 1) -> bool:
        return self.timely

    async def reply(self, *_: object) -> str:
        return ""

    async def vote(self, *_: object) -> Sequence[Opinion]:
        return ()

    async def doubt(self, *_: object) -> Sequence[Opinion]:
        return ()

    async def settle(self, _specialist: Specialist, _case: Case, _settled: Settled) -> Guidance:
        return Guidance()

    async def word(
        self, _specialist: Specialist, _case: Case, _settled: Settled, by_rules: Wording
    ) -> Wording:
        return by_rules

    async def answer(self, *_: object) -> Reply:
        raise VoiceError("nobody asks")

    def questions(self) -> Sequence[tuple[str, str, str]]:
        return ()

    def record(self) -> None:
        return None


@dataclass
class Sends:
    """Errands that give what they were told to, and remember what was asked of them."""

    most_probes: int = 3
    gives: Sequence[Reading] = (SAMPLES,)
    ran: Ran = WELL
    after: Case = CASE
    probed: list[tuple[str, str]] = field(default_factory=list)
    computed: list[tuple[str, float]] = field(default_factory=list)

    def offers(self, case: Case) -> Mapping[str, Sequence[str]]:
        return case.offers

    async def probe(
        self, case: Case, wanted: Sequence[tuple[str, str]], *, seconds: float
    ) -> Probed:
        assert seconds == PROBES_S
        self.probed += wanted
        results = tuple(
            ProbeResult(
                probe=probe,
                subject=Subject(name=name, pids=(7,)),
                status=Status.MEASURED,
                readings=tuple(self.gives),
            )
            for probe, name in wanted
        )
        return Probed(case=self.after, results=results)

    async def compute(self, source: str, given: str, *, seconds: float) -> Ran:
        self.computed.append((source, seconds))
        return self.ran


def sent(voice: Voice, sends: Sends | None, heard: Heard | None = None) -> Sent:
    return asyncio.run(
        send(
            sends,
            voice,
            specialists(infrastructure_expert=says(opinion(Role.INFRASTRUCTURE_EXPERT))),
            CASE,
            heard or first(),
            engine=own,
            prices={},
        )
    )


def first(**fields: Any) -> Heard:
    said = tuple(opinion(role, item=FINDING.id) for role in ANALYSTS)
    names = tuple(one.value for one in ANALYSTS)
    return Heard(**{"opinions": said, "absent": {}, "answered": 4, "names": names, **fields})


def computed_of(voice: Voice) -> tuple[Computed, ...]:
    assert voice.learnt is not None
    return voice.learnt[2]


def test_without_errands_and_without_wishes_all_stays_as_it_was_said() -> None:
    heard = first()
    for voice, sends in ((Voice([wish()]), None), (Voice(), Sends())):
        made = sent(voice, sends, heard)

        assert made.case is CASE
        assert made.heard is heard
        assert voice.learnt is None


def test_a_voice_that_can_not_ask_is_left_alone() -> None:
    made = asyncio.run(
        send(Sends(), RulesVoice(), specialists(), CASE, first(), engine=own, prices={})
    )

    assert made.case is CASE


def test_a_wish_is_run_and_who_asked_and_whose_field_it_is_are_heard_once_more() -> None:
    voice, sends = Voice([wish()]), Sends()
    made = sent(voice, sends)

    assert sends.probed == [("cpu_profile", "worker")]
    assert set(voice.again) == {Role.COST_OPTIMIZER, Role.SECURITY_ANALYST}
    assert {one.role for one in made.heard.opinions if one.confidence == 99} == set(voice.again)
    assert [one.role for one in made.heard.opinions] == list(ANALYSTS)
    assert [one.probe for one in made.probed] == ["cpu_profile"]


def test_the_new_case_offers_no_probe_and_holds_what_came_of_errands() -> None:
    voice = Voice([wish()])
    made = sent(voice, Sends())

    assert made.case.offers == {}
    assert [one.gave for one in made.case.rows(Errand)] == [("profile.samples{pid=7}",)]


def test_a_probe_that_gives_nothing_is_told_and_nobody_is_heard_again() -> None:
    voice = Voice([wish()])
    sent(voice, Sends(gives=()))

    assert voice.again == []
    assert voice.learnt is not None
    assert voice.learnt[1][0].ran


def test_who_fails_to_speak_again_is_held_to_what_it_said_before() -> None:
    voice = Voice([wish()], fails=True)
    made = sent(voice, Sends())

    assert made.heard.opinions == first().opinions
    assert made.heard.absent == {}


def test_without_time_for_another_turn_the_evidence_is_there_and_nobody_is_asked() -> None:
    voice = Voice([wish()], timely=False)
    made = sent(voice, Sends())

    assert voice.again == []
    assert len(made.probed) == 1


@pytest.mark.parametrize(("left", "ran"), [(LEAST_LEFT_S, 1), (LEAST_LEFT_S - 0.01, 0)])
def test_errands_are_begun_only_with_time_to_settle_after_them(left: float, ran: int) -> None:
    voice, sends = Voice([wish()], [program()], left=left), Sends()
    sent(voice, sends)

    assert len(sends.probed) == ran
    assert len(sends.computed) == ran
    if not ran:
        assert voice.learnt is not None
        assert voice.learnt[1][0].reason == "no time was left for it"
        assert computed_of(voice)[0].reason == "no time was left for it"


def test_of_three_programs_two_are_run_each_within_its_time() -> None:
    voice = Voice(wanted=[program("1"), program("2"), program("3")], left=100.0)
    sends = Sends()
    sent(voice, sends)

    assert sends.computed == [("1", LONGEST_RUN_S), ("2", LONGEST_RUN_S)]
    assert computed_of(voice)[2].reason == "a panel may have 2 programs run"


def test_a_program_may_take_half_of_the_time_that_is_left() -> None:
    sends = Sends()
    sent(Voice(wanted=[program()], left=20.0), sends)

    assert sends.computed == [("print([])", 10.0)]


def test_the_same_program_is_run_once_for_all_who_ask_for_it() -> None:
    both = (Role.COST_OPTIMIZER, Role.SECURITY_ANALYST)
    voice = Voice(wanted=[program(role=role) for role in both])
    sends = Sends()
    sent(voice, sends)

    assert len(sends.computed) == 1
    assert [(one.asked_by, one.gave) for one in computed_of(voice)] == [
        (role, ("computed.value{name=slope}",)) for role in both
    ]
    assert set(voice.again) == set(both)


def test_what_a_program_computes_is_evidence_for_who_asked() -> None:
    voice = Voice(wanted=[program()])
    made = sent(voice, Sends())

    piece = made.case.one(COMPUTED, name="slope")
    assert piece is not None
    assert piece.value == 0.5
    assert [row.of for row in made.case.rows(ComputedFrom)] == [(WAITING.key,)]
    assert voice.again == [Role.COST_OPTIMIZER]
    [told] = computed_of(voice)
    assert (told.level, told.exit, told.gave) == (3, 0, (piece.key,))
    assert len(told.sha256) == 64
    assert told.source == "print([])"


def test_a_computed_value_makes_and_raises_no_finding() -> None:
    made = sent(Voice(wanted=[program()]), Sends())

    assert made.case.findings == CASE.findings
    assert made.case.coverage == CASE.coverage


@pytest.mark.parametrize(
    ("ran", "told"),
    [
        (Ran(reason="no sandbox of level 2 works here"), "no sandbox of level 2"),
        (Ran(level=3, exit=1, reason="it ended with 1: KeyError"), "KeyError"),
        (Ran(level=3, exit=-9, reason="ran too long"), "ran too long"),
        (Ran(level=3, exit=0, output="[NaN]"), "NaN is no number"),
        (Ran(level=3, exit=0, output="nothing"), "no JSON"),
        (Ran(level=3, exit=3), "it ended with 3"),
    ],
)
def test_a_program_that_gives_nothing_is_kept_with_the_reason(ran: Ran, told: str) -> None:
    voice = Voice(wanted=[program()])
    made = sent(voice, Sends(ran=ran))

    assert told in computed_of(voice)[0].reason
    assert not made.case.has(COMPUTED)
    assert voice.again == []


def test_the_results_of_two_programs_do_not_take_each_others_names() -> None:
    voice = Voice(wanted=[program("1"), program("2")])
    sent(voice, Sends())

    assert [one.gave for one in computed_of(voice)] == [("computed.value{name=slope}",), ()]
    assert computed_of(voice)[1].refused == ("a second result is called slope",)


def test_who_is_absent_is_not_asked_again_and_its_rules_judge_the_new_case() -> None:
    role = Role.INFRASTRUCTURE_EXPERT
    old = opinion(role, item=FINDING.id, stands_in=True)
    heard = first(absent={role: "it hangs"}, opinions=(old,))
    voice = Voice([wish(role=role)])
    made = sent(voice, Sends(), heard)

    assert role not in voice.again
    assert [one.item for one in made.heard.opinions if one.role == role] == ["x"]
    assert all(one.stands_in for one in made.heard.opinions if one.role == role)


def test_who_has_not_spoken_yet_is_not_asked_twice() -> None:
    voice = Voice([wish()])
    sent(voice, Sends(), first(names=(Role.COST_OPTIMIZER,)))

    assert voice.again == [Role.COST_OPTIMIZER]


def test_an_opinion_on_a_finding_that_is_no_more_is_left_out() -> None:
    gone = replace(CASE, findings=())
    said = [opinion(item=FINDING.id), opinion(item="other:abc")]

    assert [one.item for one in standing(said, CASE, gone)] == ["other:abc"]
    assert standing(said, CASE, CASE) == said


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (Severity.CRITICAL, Severity.CRITICAL),
        (Severity.HIGH, Severity.MEDIUM),
        (Severity.INFO, Severity.LOW),
    ],
)
def test_what_stands_keeps_to_one_step_of_what_the_finding_is_now(
    now: Severity, then: Severity
) -> None:
    after = replace(CASE, findings=(replace(FINDING, severity=now),))
    said = [opinion(item=FINDING.id, severity=Severity.LOW)]

    assert standing(said, CASE, after)[0].severity is then
