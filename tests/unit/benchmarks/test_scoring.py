"""Scores are what fault and truth deserve."""

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.report import Entity, Finding
from benchmarks.scoring import score_fault, score_faults, score_healthy
from benchmarks.truth import Truth, who

TRUTH = Truth(
    resources=("disk", "filesystem"),
    aspects=("errors",),
    culprit=who(pids=[10], texts=["loop1", "svc-a1"]),
    victims=who(pids=[20], texts=["svc-b1"]),
    bystanders=who(pids=[30], texts=["loop2"]),
    signal=(r"EIO|I/O error",),
)
NOISE = who(pids=[90], texts=["noise"])
LOOP1 = Entity(kind="device", name="loop1")
VICTIM = Entity(kind="process", name="svc-b1", pid=20)
BYSTANDER = Entity(kind="device", name="loop2")
LOUD = Entity(kind="cgroup", name="/noise")


def finding(**wishes: Any) -> Finding:
    given: dict[str, Any] = {
        "resource": "disk",
        "aspect": "errors",
        "severity": "high",
        "title": "The disk answers with an I/O error",
        "culprit": LOOP1,
    }
    return Finding(**(given | wishes))


def test_a_right_finding_earns_all_points() -> None:
    score = score_fault([finding()], TRUTH)
    assert score.total == 1.0
    assert score.top_1
    assert score.top_3


def test_silence_earns_nothing() -> None:
    score = score_fault([], TRUTH)
    assert score.total == 0.0
    assert score.why == "no finding"


@pytest.mark.parametrize(
    ("wishes", "points"),
    [
        ({"aspect": "latency"}, 0.8),
        ({"culprit": None}, 0.7),
        ({"culprit": VICTIM}, 0.7),
        ({"title": "The disk is in trouble"}, 0.9),
        ({"title": "Trouble", "evidence": ("disk.EIO{device=loop1}",)}, 1.0),
        ({"resource": "filesystem"}, 1.0),
        ({"resource": "process"}, 0.4),
    ],
)
def test_each_part_has_its_points(wishes: dict[str, Any], points: float) -> None:
    assert score_fault([finding(**wishes)], TRUTH).total == pytest.approx(points)


@pytest.mark.parametrize(
    "first",
    [
        finding(resource="cpu", culprit=None, severity="low"),
        finding(culprit=BYSTANDER, severity="low"),
        finding(culprit=Entity(kind="process", name="postgres", pid=77), severity="low"),
        finding(resource="cpu", culprit=LOUD),
    ],
)
def test_a_wrong_finding_ranked_first_earns_nothing(first: Finding) -> None:
    score = score_fault([first, finding()], TRUTH, NOISE)
    assert score.total == 0.0
    assert not score.top_1
    assert score.top_3


def test_each_false_finding_from_medium_on_costs_a_tenth() -> None:
    wrong = finding(resource="memory", culprit=None, severity="medium")
    mild = finding(resource="memory", culprit=None, severity="low")
    score = score_fault([finding(), wrong, wrong, mild], TRUTH)
    assert score.total == pytest.approx(0.8)
    assert len(score.false_findings) == 2


def test_false_findings_may_cost_more_than_there_is() -> None:
    wrong = finding(resource="memory", culprit=None)
    assert score_fault([wrong], TRUTH).total == pytest.approx(-0.1)


def test_a_further_finding_about_the_culprit_is_not_false() -> None:
    also = finding(resource="cpu", aspect="utilization")
    assert score_fault([finding(), also], TRUTH).total == 1.0


def test_a_symptom_tied_to_the_right_finding_is_not_false() -> None:
    right = finding(id="a1")
    symptom = finding(resource="cpu", culprit=None, id="b2", linked=frozenset({"a1"}))
    of_victim = finding(resource="process", culprit=VICTIM, id="c3")
    explaining = finding(id="a1", linked=frozenset({"c3"}))
    assert score_fault([right, symptom], TRUTH).false_findings == ()
    assert score_fault([explaining, of_victim], TRUTH).false_findings == ()


def test_a_tie_does_not_excuse_blaming_a_bystander() -> None:
    blaming = finding(culprit=BYSTANDER, linked=frozenset({"a1"}))
    assert len(score_fault([finding(id="a1"), blaming], TRUTH).false_findings) == 1


def test_the_noise_is_neither_right_nor_false_below_the_fault() -> None:
    loud = finding(resource="cpu", aspect="saturation", culprit=LOUD)
    busy_host = finding(resource="cpu", aspect="saturation", culprit=Entity(kind="host"))
    assert score_fault([finding(), loud, busy_host], TRUTH, NOISE).total == 1.0


def test_a_busy_host_is_false_where_there_is_no_noise() -> None:
    busy_host = finding(resource="cpu", aspect="saturation", culprit=None)
    assert score_fault([finding(), busy_host], TRUTH).total == pytest.approx(0.9)


def test_any_loop_is_right_where_loops_are_the_fault() -> None:
    truth = Truth(
        resources=("cpu",),
        aspects=("saturation",),
        culprit=who(pids=[1]),
        signal=("pressure",),
        noise_is_right=True,
    )
    loud = finding(resource="cpu", aspect="saturation", culprit=LOUD, title="CPU pressure")
    assert score_fault([loud], truth, NOISE).total == 1.0


def test_a_healthy_host_must_not_be_told_more_than_information() -> None:
    assert score_healthy([finding(severity="info")]).total == 1.0
    score = score_healthy([finding(severity="low"), finding(severity="high")])
    assert score.total == 0.0
    assert len(score.false_findings) == 2


def test_noise_beside_a_healthy_host_is_not_false() -> None:
    loud = finding(resource="cpu", culprit=LOUD)
    assert score_healthy([loud], NOISE).total == 1.0


OTHER = Truth(
    resources=("network",),
    aspects=("errors",),
    culprit=who(texts=["eth1"]),
    signal=(r"retrans",),
)
LOSS: dict[str, Any] = {
    "resource": "network",
    "title": "Segments had to be retransmitted",
    "culprit": Entity(kind="interface", name="eth1"),
}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_faults_that_are_both_named_earn_all_points_in_either_order(
    order: tuple[int, int],
) -> None:
    both = finding(), finding(**LOSS)
    score = score_faults([both[place] for place in order], [TRUTH, OTHER])
    assert score.total == 1.0
    assert score.culprit
    assert score.top_3


def test_one_of_two_faults_earns_half_of_the_points() -> None:
    score = score_faults([finding()], [TRUTH, OTHER])
    assert score.total == 0.5
    assert not score.top_1
    assert score.why == "no finding"


def test_a_second_fault_behind_the_first_ranks_is_found_too_late() -> None:
    more = [finding(), finding(title="EIO again"), finding(title="EIO and again")]
    assert score_faults([*more, finding(**LOSS)], [TRUTH, OTHER]).total == 0.5
    assert score_faults([*more[:2], finding(**LOSS)], [TRUTH, OTHER]).total == 1.0


def test_a_stranger_between_two_faults_costs_what_it_costs_beside_one() -> None:
    stranger = finding(resource="memory", culprit=Entity(kind="process", name="x", pid=99))
    score = score_faults([finding(), stranger, finding(**LOSS)], [TRUTH, OTHER])
    assert score.total == pytest.approx((0.9 - 0.1) / 2)
    assert len(score.false_findings) == 1


def test_one_fault_among_several_truths_is_scored_as_alone() -> None:
    assert score_faults([finding()], [TRUTH]) == score_fault([finding()], TRUTH)


WAS = replace(TRUTH, past=True)


def test_what_is_over_must_be_said_to_be_over() -> None:
    assert score_fault([finding(when="past", severity="info")], WAS).total == 1.0
    now = score_fault([finding()], WAS)
    assert now.total <= 0.0
    assert not now.top_1


def test_standing_notes_do_not_stand_before_what_is_over() -> None:
    note = finding(resource="security", severity="info", culprit=BYSTANDER)
    was = finding(when="past", severity="info")
    assert score_fault([note, was], WAS).total == 1.0
    assert score_fault([replace(note, severity="low"), was], WAS).total == 0.0


def test_another_old_trouble_before_the_right_one_is_wrong() -> None:
    older = finding(when="past", severity="info", culprit=BYSTANDER)
    assert score_fault([older, finding(when="past", severity="info")], WAS).total == 0.0


def test_what_the_kernel_log_tells_of_earlier_cases_counts_neither_way() -> None:
    was = finding(when="past", severity="info")
    earlier = replace(was, culprit=Entity(kind="cgroup", name="/hxbench-q7"))
    assert score_fault([earlier, was], WAS).total == 1.0
    assert score_fault([earlier, was], WAS).place == 1
    assert score_fault([earlier], WAS).why == "no finding"
    assert score_fault([replace(earlier, when="now", severity="high"), was], WAS).total < 0.0
