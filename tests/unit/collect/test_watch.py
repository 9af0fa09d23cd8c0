from dataclasses import replace

import pytest

from hexascope.collect.contract import Collector, Look, LookKind, NotHere, collector
from hexascope.collect.look import look
from hexascope.collect.watch import watch
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status
from tests.support.host import TextHost


def _often(host: TextHost) -> list[Reading]:
    return [Reading("a", (), float(host.read("/n")), "/n")]


def sample(name: str, *, every: float = 0.0) -> Collector:
    return Collector(
        name=name,
        reads=("/n",),
        gives=("a",),
        gather=_often,  # type: ignore[arg-type] # a text host is all it needs
        light=_often,  # type: ignore[arg-type] # as above
        light_every_seconds=every,
        text="",
    )


def looks(count: int, step: float = 0.1) -> list[Look]:
    made = []
    for number in range(count):
        kind = LookKind.FULL if number in (0, count - 1) else LookKind.LIGHT
        host = TextHost({"/n": str(number)}, at=number * step)
        made.append(Look(kind=kind, number=number, at=number * step, time=1.0, files=host))
    return made


def test_a_window_has_full_looks_at_its_ends_and_light_ones_between() -> None:
    window = watch(looks(12), {"often": sample("often")})

    assert window.seconds == pytest.approx(1.1)
    assert len(window.pulses) == 10
    assert [value for _, value in window.series("a")] == [float(one) for one in range(12)]


def test_a_light_look_that_is_wanted_seldom_is_taken_seldom() -> None:
    window = watch(looks(12), {"seldom": sample("seldom", every=0.5)})

    assert [bool(one.numbers) for one in window.pulses].count(True) == 2


def test_a_single_look_gives_a_window_without_rates() -> None:
    window = watch(looks(1), {"often": sample("often")})

    assert window.seconds == 0
    assert window.rate("a") is None


def test_no_look_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one full look"):
        watch([], {})


def test_who_finds_nothing_leaves_a_reason_for_each_of_its_families() -> None:
    @collector(reads=("/gone",), gives=("a", "b"))
    def gone(host: object) -> list[Reading]:
        raise NotHere(Status.NO_PERMISSION, "/gone: Permission denied")

    snapshot = look(looks(1)[0], {"gone": gone})

    assert {name: one.status for name, one in snapshot.missing.items()} == {
        "a": Status.NO_PERMISSION,
        "b": Status.NO_PERMISSION,
    }


def test_one_collector_that_breaks_on_nonsense_does_not_take_the_others_with_it() -> None:
    host = TextHost({"/n": "nonsense"}, at=1.0)
    at = Look(kind=LookKind.FULL, number=0, at=1.0, time=1.0, files=host)

    @collector(reads=("/m",), gives=("m",))
    def other(files: object) -> list[Reading]:
        return [Reading("m", (), 1.0, "/m")]

    snapshot = look(at, {"breaks": sample("breaks"), "other": other})

    assert snapshot.missing["a"].status is Status.UNREADABLE
    assert snapshot.number("m") == 1.0


def once(name: str) -> Collector:
    return replace(sample(name), light=None, once=True)


def test_what_does_not_change_within_a_window_is_read_in_the_last_full_look_only() -> None:
    window = watch(looks(3), {"once": once("once")})

    assert window.first.number("a") is None
    assert window.last.number("a") == 2.0
    assert "once" not in window.first.cost


def test_in_a_single_look_it_is_read_in_that_one() -> None:
    window = watch(looks(1), {"once": once("once"), "often": sample("often")})

    assert window.last.number("a") == 0.0
    assert set(window.last.cost) == {"once", "often"}


def test_a_recording_that_has_it_in_the_first_look_gives_it_back_there() -> None:
    first, last = looks(2)
    recorded = [replace(first, ran=frozenset({"once"})), replace(last, ran=frozenset())]

    assert watch(recorded, {"once": once("once")}).first.number("a") == 0.0


def test_a_look_between_the_light_ones_is_for_those_it_names() -> None:
    made = looks(12)
    between = [replace(one, only=frozenset(("often",))) for one in made[1:-1]]

    window = watch(
        [made[0], *between, made[-1]], {"often": sample("often"), "other": sample("other")}
    )
    alone = watch([made[0], *between, made[-1]], {"other": sample("other")})

    assert all(pulse.numbers for pulse in window.pulses)
    assert not any(pulse.numbers for pulse in alone.pulses)
