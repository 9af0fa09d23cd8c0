"""Wishes put together, ranked and bounded; and what is told of each."""

from hexascope.consult.contract import Probed, Wish
from hexascope.consult.errands.wishing import MOST_PROBES, Wanted, done, put_off, ranked
from hexascope.domain.probe import ProbeResult, Subject
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status
from tests.support.cases import case


def wish(probe: str, role: str = "a", subject: str = "worker", rank: int = 1) -> Wish:
    return Wish(role=role, probe=probe, subject=subject, finding=f"f{rank}", rank=rank)


def several(count: int) -> tuple[Wanted, ...]:
    return ranked(wish(f"probe_{place}", rank=place + 1) for place in range(count))


def test_who_asks_for_the_same_asks_together() -> None:
    [one] = ranked([wish("p", "a", rank=2), wish("p", "b", rank=1), wish("p", "a", rank=2)])

    assert one.asked_by == ("a", "b")
    assert one.findings == ("f2", "f1")


def test_the_same_probe_on_another_is_another_wish() -> None:
    assert len(ranked([wish("p", subject="x"), wish("p", subject="y")])) == 2


def test_the_first_hypothesis_comes_first_and_then_what_most_ask_for() -> None:
    wishes = [wish("late", rank=2), wish("late", "b", rank=2), wish("rare"), wish("liked")]
    order = ranked([*wishes, wish("liked", "b")])

    assert [one.probe for one in order] == ["liked", "rare", "late"]


def test_three_probes_are_run_and_the_fourth_is_put_off_with_the_reason() -> None:
    assert put_off(several(3), 3, in_time=True) == {}

    reasons = put_off(several(4), 3, in_time=True)
    assert reasons == {("probe_3", "worker"): "a panel may have 3 probes run"}


def test_settings_may_allow_fewer_and_never_more() -> None:
    assert len(put_off(several(2), 0, in_time=True)) == 2
    assert len(put_off(several(2), 1, in_time=True)) == 1
    assert len(put_off(several(MOST_PROBES + 2), 99, in_time=True)) == 2


def test_without_time_nothing_is_tried() -> None:
    assert set(put_off(several(2), 3, in_time=False).values()) == {"no time was left for it"}


def test_each_wish_is_told_with_what_it_gave_or_why_it_was_not_run() -> None:
    ran = ProbeResult(
        probe="probe_0",
        subject=Subject(name="worker", pids=(7,)),
        status=Status.MEASURED,
        seconds=1.5,
        cpu_s=0.02,
        readings=(Reading("profile.samples", (("pid", "7"),), 5.0, "x"),),
    )
    failed = ProbeResult(
        probe="probe_1",
        subject=Subject(name="worker"),
        status=Status.NO_PERMISSION,
        reason="run as root",
    )
    probed = Probed(
        case=case(),
        results=(ran, failed),
        refused={("probe_2", "worker"): "it is gone meanwhile"},
    )
    told = done(several(5), {("probe_3", "worker"): "no time was left for it"}, probed)

    assert [(one.ran, one.reason) for one in told] == [
        (True, ""),
        (False, "run as root"),
        (False, "it is gone meanwhile"),
        (False, "no time was left for it"),
        (False, "it was not run"),
    ]
    assert told[0].gave == ("profile.samples{pid=7}",)
    assert (told[0].seconds, told[0].cpu_s) == (1.5, 0.02)


def test_what_could_not_be_kept_is_told_with_what_ran() -> None:
    ran = ProbeResult(
        probe="probe_0", subject=Subject(name="worker"), status=Status.MEASURED, reason=""
    )
    [one] = done(several(1), {}, Probed(case=case(), results=(ran,), told="the disk is full"))

    assert one.ran
    assert one.reason == "the disk is full"
