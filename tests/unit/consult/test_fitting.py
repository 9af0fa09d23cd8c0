"""What fits a window: every prompt of a panel, on a host where more is wrong than there is room."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

import hexascope.consult.specialists
from hexascope.consult.answered.forms import ballot, form
from hexascope.consult.answered.guiding import docket, guidance_asked, guidance_form
from hexascope.consult.answered.rewording import WORDING, ballot_asked, doubt_asked, wording_asked
from hexascope.consult.consensus import settle
from hexascope.consult.contract import Specialist, Wording
from hexascope.consult.hypotheses import hypotheses
from hexascope.consult.told.briefing import Briefing, brief
from hexascope.consult.told.fitting import BYTES_A_TOKEN, Room, ranked, room_in
from hexascope.consult.told.veil import Veil
from hexascope.domain.case import Case
from hexascope.domain.opinion import ANALYSTS, Opinion, Role, Stance
from hexascope.domain.text import text
from hexascope.domain.use import Resource, Severity
from hexascope.kit.plugins import discover
from hexascope.words import Language
from tests.support.cases import case, fact
from tests.support.crowded import crowded
from tests.support.panel import finding, opinion

WINDOWS = (4_096, 8_192, 16_384, 32_768, 131_072)
SPECIALISTS = discover(hexascope.consult.specialists, Specialist)
PORTUGUESE = Language.PORTUGUESE


def briefed(window: int, of: Case | None = None, history: tuple[str, ...] = ()) -> Briefing:
    chosen = of or crowded()
    return brief(
        chosen, hypotheses(chosen), nonce="0123456789abcdef", room=room_in(window), history=history
    )


def tokens(shown: Briefing, asked: str, schema: Mapping[str, Any]) -> float:
    """Estimate the whole of a prompt with its form and the longest answer, in tokens."""
    form = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    whole = shown.shared + asked + form
    return len(whole.encode()) / BYTES_A_TOKEN + shown.room.answer_tokens


def said(of: Case) -> list[Opinion]:
    """Give what four analysts say at length of every finding, two of them against it."""
    return [
        opinion(
            role,
            item=one.id,
            advice=text("{words}", words="It waits and waits. " * 20),
            because=one.keys,
            stance=stance,
            voice="compatible/a-model",
        )
        for one in of.findings
        for role, stance in zip(ANALYSTS, [Stance.AGREES, Stance.OPPOSES] * 2, strict=True)
    ]


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("role", ANALYSTS)
def test_what_an_analyst_is_asked_fits_the_window(window: int, role: str) -> None:
    shown = briefed(window)
    schema = form(shown, role, [f"remedy_number_{number}" for number in range(12)])
    mandate = SPECIALISTS[role].mandate + "Write reasons in Portuguese. " * 6

    assert tokens(shown, mandate, schema) <= window


@pytest.mark.parametrize("window", WINDOWS)
def test_what_voters_advocate_and_coordinator_are_told_fits_the_window(window: int) -> None:
    of = crowded()
    shown = briefed(window, of)
    settled = settle(of, said(of))
    room = shown.room.told_bytes
    three = {f"i{place}": one for place, one in enumerate(settled.items[:3], start=1)}
    about = docket(of, settled, (one.key for one in shown.evidence), room)
    specialist = SPECIALISTS[Role.SECURITY_ANALYST]

    vote = ballot(shown, list(three))
    assert tokens(shown, ballot_asked(specialist, three, PORTUGUESE, room), vote) <= window
    assert tokens(shown, doubt_asked(specialist, three, PORTUGUESE, room), vote) <= window
    asked = guidance_asked(SPECIALISTS[Role.COORDINATOR], of, about, PORTUGUESE, room)
    assert tokens(shown, asked, guidance_form(about, sorted(about.cited))) <= window


@pytest.mark.parametrize("window", WINDOWS)
def test_what_the_report_generator_is_told_fits_the_window(window: int) -> None:
    of = crowded()
    shown = briefed(window, of)
    by_rules = Wording(headline=text("It waits."), summary=(), next_steps=())
    asked = wording_asked(
        SPECIALISTS[Role.REPORT_GENERATOR],
        of,
        settle(of, said(of)),
        by_rules,
        PORTUGUESE,
        shown.room.told_bytes,
    )

    assert tokens(shown, asked, WORDING) <= window


@pytest.mark.parametrize("window", WINDOWS[:3])
def test_history_and_what_was_not_seen_leave_room_for_the_evidence(window: int) -> None:
    shown = briefed(
        window, history=tuple(f"examination {number}: " + "é" * 300 for number in range(50))
    )

    assert tokens(shown, "", {}) <= window
    assert len(shown.evidence) >= 3


def test_a_larger_window_shows_more_and_the_largest_all() -> None:
    shown = [briefed(window) for window in WINDOWS]
    pieces = [len(one.evidence) for one in shown]
    causes = [len(one.hypotheses) for one in shown]

    assert pieces == sorted(pieces)
    assert causes == sorted(causes)
    assert pieces[0] < pieces[-1]
    assert (shown[-1].left_out, shown[-1].causes_left_out) == (0, 0)


@pytest.mark.parametrize("window", WINDOWS[:2])
def test_what_was_left_out_is_said_in_the_prompt_and_counted(window: int) -> None:
    shown = briefed(window)
    about = crowded()
    all_of_it = len(list(ranked(about, shown.hypotheses)))

    assert shown.left_out == all_of_it - len(shown.evidence) > 0
    assert shown.causes_left_out == len(hypotheses(about)) - len(shown.hypotheses)
    told = f"{shown.left_out} more pieces of evidence and {shown.causes_left_out} lesser hypotheses"
    assert told in shown.shared


def test_the_case_of_the_gravest_is_shown_in_the_smallest_window() -> None:
    shown = briefed(4_096)

    assert "memory.utilization" in {one.family for one in shown.evidence}
    assert Severity.CRITICAL in {one.finding.severity for one in shown.hypotheses}
    first = shown.hypotheses[0]
    assert first.for_[0] in shown.evidence


def test_each_key_that_a_hypothesis_names_has_its_value_shown() -> None:
    shown = briefed(4_096)
    data = json.loads(shown.shared.split("BEGIN\n")[1].split("\n0123456789abcdef END")[0])

    assert data["hypotheses"]
    for one in data["hypotheses"]:
        assert set(one["for"]) | set(one["against"]) <= data["evidence"].keys()


def test_other_families_come_before_repeats_of_the_same() -> None:
    disks = [fact("disk.await", 0.03, device=f"sd{letter}") for letter in "abcdef"]
    slow = finding("disk_latency", severity=Severity.HIGH, evidence=tuple(disks))
    full = finding(
        "filesystem_full",
        resource=Resource.FILESYSTEM,
        severity=Severity.MEDIUM,
        evidence=(
            fact("filesystem.used_share", 0.99, mount="/"),
            fact("filesystem.inodes_share", 0.2, mount="/"),
        ),
    )
    of = case(findings=(slow, full))

    families = [one.family for one in ranked(of, hypotheses(of))]

    assert families[:2] == ["disk.await", "filesystem.used_share"], "first the proof of each"
    place = families.index("filesystem.inodes_share")
    assert place < len(families) - 2, "a new family stands before the last repeats"
    assert sorted(families).count("disk.await") == 6, "and none is lost"


def test_the_graver_comes_first_among_what_is_equally_new() -> None:
    grave = finding(
        "a", severity=Severity.CRITICAL, evidence=(fact("cpu.utilization", 1.0, cpu="all"),)
    )
    slight = finding("b", severity=Severity.LOW, evidence=(fact("memory.utilization", 0.5),))
    of = case(findings=(slight, grave))

    assert next(ranked(of, ())).family == "cpu.utilization"


def test_goals_constraints_and_service_levels_are_named_in_the_prompt() -> None:
    data = briefed(4_096).shared

    assert '"statement":"a shop\'s database"' in data
    assert '"constraints":["no restart before 22:00"]' in data
    assert '"sla":["99.9 % of answers under 300 ms"]' in data
    assert '"not_to_be_passed":{"disk_await_s":0.02}' in data


def test_what_is_hidden_counts_as_it_is_sent() -> None:
    of = replace(
        crowded(), findings=(finding(evidence=(fact("process.cpu_share", 0.5, name="x" * 200),)),)
    )
    shown = brief(of, hypotheses(of), nonce="n", room=room_in(4096), veil=Veil(drawn=True))

    assert tokens(shown, "", {}) <= 4096
    assert not re.search(r"(?<!n) END.", shown.shared)


@pytest.mark.parametrize("window", [*WINDOWS, 1_000_000])
def test_a_window_is_shared_out_and_no_part_is_forgotten(window: int) -> None:
    room = room_in(window)

    assert isinstance(room, Room)
    assert min(room.answer_tokens, room.shared_bytes, room.told_bytes) > 0
    assert room.shared_bytes / BYTES_A_TOKEN + room.answer_tokens < window
