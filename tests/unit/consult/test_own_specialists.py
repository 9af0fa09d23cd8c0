"""Users' own specialists: read strictly, evaluated as declared, heard beside the four analysts."""

import asyncio
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.consult import consensus
from hexascope.consult.contract import Field, VoiceError
from hexascope.consult.own.contract import (
    LONGEST_FILE_BYTES,
    LONGEST_MANDATE,
    MOST_RULES,
    OwnSpecialist,
    UnfitError,
)
from hexascope.consult.own.reading import named, read
from hexascope.consult.own.rules import MOST_OF_A_RULE, specialist_of
from hexascope.consult.voices.rules import RulesVoice
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Stance
from hexascope.domain.snapshot import Missing
from hexascope.domain.use import Aspect, Resource, Severity, Status
from hexascope.words import Language, render
from tests.support.cases import case, fact
from tests.support.panel import NO_PRICES, finding, opinion

AWAIT = fact("disk.await", 0.0352, device="vda")
BUSY = fact("disk.utilization", 0.97, device="vda")

FILE = """
name = "storage_owner"
mandate = "You run the storage of a bank. Say when a disk is too slow for a database."
resources = ["disk", "filesystem"]
aspects = ["latency", "saturation", "utilization"]
evidence = ["disk.await", "disk.utilization{device=vda}"]

[[rules]]
id = "slow"
when = { evidence = "disk.await", above = 0.02 }
say = "Our database wants {device} under {limit}, and it has {disk.await}."
severity = "high"
"""


def slow(severity: Severity = Severity.MEDIUM) -> Finding:
    return finding(
        "disk_latency",
        evidence=(AWAIT,),
        severity=severity,
        resource=Resource.DISK,
        aspect=Aspect.LATENCY,
    )


def heard(made: OwnSpecialist, about: Case) -> list[Opinion]:
    return list(asyncio.run(RulesVoice().speak(specialist_of(made), about, NO_PRICES)))


def refused(text: str) -> tuple[str, ...]:
    with pytest.raises(UnfitError) as caught:
        read(text)
    return caught.value.wrongs


def test_a_file_gives_a_name_a_mandate_a_field_wanted_evidence_and_rules() -> None:
    made = read(FILE)

    assert made.name == "storage_owner"
    assert made.mandate.startswith("You run the storage")
    assert made.field.holds(Resource.DISK, Aspect.LATENCY)
    assert not made.field.holds(Resource.CPU, Aspect.LATENCY)
    assert made.wants == ("disk.await", "disk.utilization{device=vda}")
    assert [one.id for one in made.rules] == ["slow"]


def test_a_rule_whose_condition_holds_is_an_opinion_with_its_places_filled_by_code() -> None:
    [said] = heard(read(FILE), case(AWAIT, findings=()))

    assert render(said.advice) == "Our database wants vda under 20 ms, and it has 35.2 ms."
    assert said.because == (AWAIT.key,)
    assert (said.item, said.severity) == ("storage_owner.slow{device=vda}", Severity.HIGH)


def test_the_words_of_a_rule_are_one_line_however_they_are_written() -> None:
    text = FILE.replace('"Our database wants', '"Our\\n\\tdatabase wants')
    [said] = heard(read(text), case(AWAIT))

    assert render(said.advice).startswith("Our database wants vda")


def test_numbers_of_a_rule_are_written_as_the_reader_s_language_wants_it() -> None:
    [said] = heard(read(FILE), case(AWAIT))

    assert "35,2 ms" in render(said.advice, Language.PORTUGUESE)


@pytest.mark.parametrize(("value", "opinions"), [(0.0199, 0), (0.02, 0), (0.0201, 1)])
def test_above_is_above_and_not_at_the_limit(value: float, opinions: int) -> None:
    about = case(fact("disk.await", value, device="vda"))

    assert len(heard(read(FILE), about)) == opinions


def test_a_rule_speaks_of_the_finding_that_cites_the_same_evidence_within_one_step() -> None:
    mild = slow(Severity.LOW)
    [said] = heard(read(FILE), case(AWAIT, findings=(mild,)))

    assert (said.item, said.severity) == (mild.id, Severity.MEDIUM)


def test_a_rule_never_sees_a_critical_finding_milder() -> None:
    grave = slow(Severity.CRITICAL)
    [said] = heard(read(FILE), case(AWAIT, findings=(grave,)))

    assert said.severity is Severity.CRITICAL


def test_a_rule_may_name_the_check_it_speaks_of_and_oppose_it() -> None:
    text = FILE + 'about = "disk_latency"\nstance = "opposes"\nconfidence = 55\n'
    other = fact("disk.await", 0.5, device="vdb")
    found = replace(slow(), evidence=(BUSY,))
    [said] = heard(read(text), case(other, findings=(found,)))

    assert (said.item, said.stance, said.confidence) == (found.id, Stance.OPPOSES, 55)


def test_several_conditions_hold_together_and_of_the_same_device_only() -> None:
    text = FILE.replace(
        'when = { evidence = "disk.await", above = 0.02 }',
        'when = [{ evidence = "disk.await", above = 0.02 },'
        ' { evidence = "disk.utilization", above = 0.9 }]',
    )
    made = read(text)

    assert len(heard(made, case(AWAIT, BUSY))) == 1
    assert heard(made, case(AWAIT, fact("disk.utilization", 0.97, device="vdb"))) == []
    assert heard(made, case(AWAIT, fact("disk.utilization", 0.5, device="vda"))) == []


def test_one_rule_has_one_vote_on_a_finding_and_one_item_for_each_device_beyond() -> None:
    text = FILE + 'about = "disk_latency"\n'
    two = (AWAIT, fact("disk.await", 0.5, device="vdb"))

    assert len(heard(read(text), case(*two, findings=(slow(),)))) == 1
    assert [one.item for one in heard(read(FILE), case(*two))] == [
        "storage_owner.slow{device=vda}",
        "storage_owner.slow{device=vdb}",
    ]


def test_one_rule_speaks_of_a_few_instances_only() -> None:
    many = [fact("disk.await", 0.5, device=f"vd{letter}") for letter in "abcdefgh"]

    assert len(heard(read(FILE), case(*many))) == MOST_OF_A_RULE


def test_rules_that_can_see_none_of_their_evidence_are_absent_with_the_reason() -> None:
    unseen = case(Missing("disk.await", Status.NO_PERMISSION, "only root may see it"))

    with pytest.raises(VoiceError, match=r"disk\.await was not seen: only root may see it"):
        heard(read(FILE), unseen)


def test_a_name_from_the_host_can_not_break_a_rule_s_words() -> None:
    odd = fact("disk.await", 0.5, device="{limit}\u202e{0.__class__}")
    [said] = heard(read(FILE), case(odd))

    assert "wants {limit}\\u202e{0.__class__} under 20 ms" in render(said.advice)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "storage_owner"', 'name = "coordinator"', "one of the six"),
        ('name = "storage_owner"', 'name = "So"', "is no name"),
        ('name = "storage_owner"', "", "name: give a text"),
        ('"disk", "filesystem"', '"disc"', "resources: 'disc' is none; there are cpu"),
        ('"latency", "saturation", "utilization"', "", "aspects: give a list"),
        ('"disk.await", "disk.util', '"disk.awiat", "disk.util', "do you mean disk.await?"),
        ("{device=vda}", "{disk=vda}", "has no label 'disk'; there is device"),
        ("above = 0.02", "above = true", "rules[1].when.above: it is no number"),
        ("above = 0.02", "above = nan", "rules[1].when.above: it is no number"),
        ("above = 0.02", 'is = "slow"', "give 'above' or 'below' with a number"),
        (", above = 0.02", "", "give 'above', 'below' or 'is'"),
        ("{limit}", "20 ms", "'20 ms' is a number that no evidence proves"),
        ("{limit}", "half of it", "'half' is a number that no evidence proves"),
        ("{disk.await}.", "{cpu.use}.", "{cpu.use} can't be filled; there are {device}"),
        ("{disk.await}.", "{disk.await.", "braces stand around a place only"),
        ('severity = "high"', 'severity = "grave"', "rules[1].severity: there are info"),
        ('severity = "high"', 'stance = "maybe"', "rules[1].stance: there are agrees"),
        ('severity = "high"', "confidence = 101", "rules[1].confidence: a whole number"),
        ('severity = "high"', 'run = "rm"', "rules[1].run is nothing that is known"),
        ('id = "slow"', 'id = "Slow Disk"', "rules[1].id: small letters"),
        ("mandate =", "mandat =", "do you mean mandate?"),
        ("[[rules]]", "[[rules", "it is no TOML"),
    ],
)
def test_what_is_wrong_is_told_with_where_it_stands(old: str, new: str, told: str) -> None:
    assert FILE.replace(old, new, 1) != FILE
    assert told in " | ".join(refused(FILE.replace(old, new, 1)))


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrongs = refused('name = "x"\nresources = ["disc"]\n')

    assert [one.partition(":")[0] for one in wrongs] == ["name", "mandate", "resources", "aspects"]


@pytest.mark.parametrize(
    ("length", "fits"), [(LONGEST_MANDATE, True), (LONGEST_MANDATE + 1, False)]
)
def test_a_mandate_has_a_longest_length(length: int, fits: bool) -> None:
    text = FILE.replace("You run the storage of a bank.", "x" * length, 1)
    text = text.replace(" Say when a disk is too slow for a database.", "", 1)

    if fits:
        assert len(read(text).mandate) == length
    else:
        assert f"{LONGEST_MANDATE} is the most" in refused(text)[0]


@pytest.mark.parametrize(("more", "fits"), [(MOST_RULES - 1, True), (MOST_RULES, False)])
def test_there_is_a_greatest_number_of_rules(more: int, fits: bool) -> None:
    rule = '[[rules]]\nwhen = { evidence = "disk.await", above = 1 }\nsay = "Slow."\n'

    if fits:
        assert len(read(FILE + rule * more).rules) == MOST_RULES
    else:
        assert f"{MOST_RULES} is the most" in refused(FILE + rule * more)[0]


def test_a_file_beyond_its_size_is_not_even_parsed() -> None:
    assert "bytes" in refused("#" * (LONGEST_FILE_BYTES + 1))[0]


def wrongs_of(text: str) -> tuple[str, ...]:
    try:
        assert named(read(text).name) == ""
    except UnfitError as error:
        return error.wrongs
    return ()


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    for whole in (text, f'name = "abc"\n{text}', f"{FILE}\n{text}"):
        assert all("\x1b" not in one for one in wrongs_of(whole))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(["name", "mandate", "resources", "aspects", "evidence", "rules"]), VALUES
    ),
    st.dictionaries(st.sampled_from(["id", "when", "say", "severity", "stance", "about"]), VALUES),
)
def test_no_values_break_the_reader(told: Mapping[str, Any], rule: Mapping[str, Any]) -> None:
    with patch.object(tomllib, "loads", lambda _text: {**told, "rules": [rule]}):
        assert wrongs_of("")


@pytest.mark.parametrize(("aspect", "agreed"), [(Aspect.LATENCY, 50.0), (Aspect.CAPACITY, 25.0)])
def test_an_own_specialist_s_vote_weighs_three_in_its_own_field_and_one_elsewhere(
    aspect: Aspect, agreed: float
) -> None:
    about = replace(slow(), resource=Resource.DISK, aspect=aspect)
    votes = (
        opinion("storage_owner", item=about.id, stance=Stance.AGREES),
        opinion("infrastructure_expert", item=about.id, stance=Stance.OPPOSES),
    )
    infrastructure = Field(
        resources=frozenset({Resource.DISK}), aspects=frozenset({Aspect.LATENCY, Aspect.CAPACITY})
    )
    fields = {"infrastructure_expert": infrastructure, "storage_owner": read(FILE).field}

    assert consensus.agreement(votes, about, fields) == agreed


def test_a_voice_of_no_stated_field_weighs_one() -> None:
    votes = (opinion("nobody_known", item="x"), opinion("another", item="x", stance=Stance.OPPOSES))

    assert consensus.agreement(votes, slow(), {}) == 50.0
