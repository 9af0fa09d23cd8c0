"""Running probes: all at once, each with its result or its reason."""

import threading
from collections.abc import Iterator

from hexascope.collect.contract import NotHere
from hexascope.collect.probing.choose import Chosen
from hexascope.collect.probing.contract import Cost, Measure, Probe, ProbeHost, probe
from hexascope.collect.probing.run import MOST_FRAMES, run
from hexascope.domain.probe import ProbeResult, Subject
from hexascope.domain.profile import Profile, ProfileKind
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status
from tests.support.probes import ScriptedHost

WHO = Subject(name="worker", pids=(7,))
COST = Cost(seconds=1.0, cpu_share=0.01, needs="nothing")


def made(measure: Measure) -> Probe:
    return probe(gives=("cpu.count",), cost=COST, wants=lambda _: ())(measure)


def ran(*measures: Measure, seconds: float = 4.0) -> tuple[ProbeResult, ...]:
    return run(
        [Chosen(made(one), WHO) for one in measures],
        lambda _: ScriptedHost(),
        longest_seconds=seconds,
    )


def reading(value: float | str, family: str = "cpu.count") -> Reading:
    return Reading(family, (), value, "test")


def profile(*stacks: tuple[tuple[str, ...], int]) -> Profile:
    return Profile(
        name="worker",
        kind=ProfileKind.ON_CPU,
        pids=(7,),
        hertz=49,
        seconds=3.0,
        source="test",
        stacks=stacks,
    )


def test_what_a_probe_yields_is_its_result() -> None:
    def good(host: ProbeHost, subject: Subject) -> Iterator[object]:
        yield reading(2.0)
        yield Missing("cpu.load", Status.NOT_PRESENT, "none")
        yield profile((("a", "b"), 3))

    (result,) = ran(good)

    assert (result.probe, result.subject, result.status, result.reason) == (
        "good",
        WHO,
        Status.MEASURED,
        "",
    )
    assert result.readings == (reading(2.0),)
    assert result.missing[0].reason == "none"
    assert result.profiles[0].samples == 3
    assert result.seconds >= 0


def test_each_probe_has_its_own_reason_and_keeps_what_it_gave_before() -> None:
    def refused(host: ProbeHost, subject: Subject) -> Iterator[object]:
        yield reading(1.0)
        raise NotHere(Status.NO_PERMISSION, "run as root")

    def nonsense(host: ProbeHost, subject: Subject) -> Iterator[object]:
        yield reading(float("x"))

    def hostile(host: ProbeHost, subject: Subject) -> Iterator[object]:
        yield reading(float("nan"))

    def stranger(host: ProbeHost, subject: Subject) -> Iterator[object]:
        yield reading(1.0, "no.family")

    results = ran(refused, nonsense, hostile, stranger)

    assert [one.status for one in results] == [Status.NO_PERMISSION] + [Status.UNREADABLE] * 3
    assert results[0].readings == (reading(1.0),)
    assert "could not convert" in results[1].reason
    assert "can't be nan" in results[2].reason
    assert "none of the families" in results[3].reason
    assert all(not one.readings for one in results[1:])


def test_who_does_not_end_is_left_behind_and_told_while_others_answer() -> None:
    free = threading.Event()

    def hangs(host: ProbeHost, subject: Subject) -> Iterator[object]:
        yield reading(1.0)
        free.wait(30)

    def good(host: ProbeHost, subject: Subject) -> Iterator[object]:
        yield reading(2.0)

    hung, fine = ran(hangs, good, seconds=0.2)
    free.set()

    assert hung.status is Status.UNREADABLE
    assert "left behind" in hung.reason
    assert hung.readings == ()
    assert fine.readings == (reading(2.0),)


def test_they_run_at_once() -> None:
    meeting = threading.Barrier(3, timeout=10)

    def meets(host: ProbeHost, subject: Subject) -> Iterator[object]:
        yield reading(float(meeting.wait()))

    assert all(one.status is Status.MEASURED for one in ran(meets, meets, meets))


def test_what_programs_used_is_part_of_the_cost() -> None:
    def good(host: ProbeHost, subject: Subject) -> Iterator[object]:
        yield reading(2.0)

    def costly(_: float) -> ScriptedHost:
        host = ScriptedHost()
        host.children_cpu_s = 5.0
        return host

    (result,) = run([Chosen(made(good), WHO)], costly)

    assert 5.0 <= result.cpu_s < 6.0


def test_texts_and_profiles_are_bounded_and_what_is_left_out_counts_as_lost() -> None:
    def large(host: ProbeHost, subject: Subject) -> Iterator[object]:
        yield reading("x" * 10_000)
        yield profile(
            *(((f"f{number}",), 1) for number in range(20_010)),
            (("y" * 10_000,) * 500, 0),
        )
        yield profile((("y" * 10_000,) * 500, 1))

    (result,) = ran(large)

    assert len(str(result.readings[0].value)) == 256
    assert (result.profiles[0].samples, result.profiles[0].lost) == (20_000, 10)
    ((frames, _),) = result.profiles[1].stacks
    assert (len(frames), len(frames[0])) == (MOST_FRAMES, 256)
