"""Costs are medians, and several programs count as one peer."""

from dataclasses import replace

import pytest

from benchmarks.costs.cost import ratio, together
from benchmarks.costs.deep import Added, added, chosen, line
from benchmarks.costs.measured import median
from benchmarks.costs.peers import Peer
from benchmarks.examine import Ran


def ran(cpu: float, *, memory: int = 1 << 20, status: int = 0, complaint: str = "") -> Ran:
    return Ran(
        output="",
        complaint=complaint,
        status=status,
        wall_seconds=5.0,
        cpu_seconds=cpu,
        resident_bytes=memory,
    )


def test_one_slow_round_does_not_spoil_the_figure() -> None:
    assert median([ran(0.5), ran(9.0), ran(0.6)]).cpu_seconds == 0.6


def test_a_round_that_failed_is_told() -> None:
    cost = median([ran(0.5), ran(0.1, status=1, complaint="a\nno such option")])
    assert cost.failed == "FAILED 1 times: no such option"


def test_a_peer_of_several_programs_pays_for_all_of_them() -> None:
    both = together([ran(0.5, memory=10), ran(0.25, memory=30)])
    assert both.cpu_seconds == pytest.approx(0.75)
    assert both.resident_bytes == 30


def test_ratios_are_ours_over_theirs() -> None:
    own, peer = median([ran(0.5)]), median([ran(1.0, memory=1 << 21)])
    assert ratio(own, peer) == "0.50 × CPU, 0.50 × RSS"


def test_a_program_that_failed_is_not_called_cheap() -> None:
    failed = median([ran(0.01, status=1, complaint="no such option")])
    assert ratio(failed, median([ran(1.0)])) == "no ratio"


def test_an_absent_peer_says_what_is_missing() -> None:
    peer = Peer(name="x", commands=[["no-such-peer", "-A"], ["sh"]])
    assert peer.missing() == ["no-such-peer"]


def test_what_probes_add_is_the_difference_of_two_medians() -> None:
    plain = [ran(1.0), ran(1.2), ran(1.0)]
    deep = [replace(ran(1.12), wall_seconds=8.0), replace(ran(1.10), wall_seconds=7.5)]
    more = added(plain, deep)
    assert more.cpu_seconds == pytest.approx(0.11)
    assert more.seconds == pytest.approx(2.75)
    assert more.share == pytest.approx(0.04)


def test_probes_that_take_no_time_have_no_share() -> None:
    assert Added(seconds=0.0, cpu_seconds=0.2).share == 0.0


def test_the_line_tells_the_share_meanwhile_and_over_the_look() -> None:
    deep = median([replace(ran(1.2), wall_seconds=10.0)])
    told = line("cpu-hog", Added(seconds=2.0, cpu_seconds=0.1), deep)
    assert "5.0% of one CPU meanwhile" in told
    assert "1.0% over the look" in told


def test_probes_are_measured_beside_faults_of_either_kind_in_the_order_asked_for() -> None:
    names = ["mysql-lock", "cpu-hog", "jvm-heap"]
    assert [case.name for case in chosen(names)] == names
