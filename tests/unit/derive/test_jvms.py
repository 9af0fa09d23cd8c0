from hexascope.derive.derivers.jvms import jvms
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.snapshot import Pulse, Window
from tests.support.cases import reading, window

MIB = 2.0**20
LABELS = (("pid", "42"),)


def look(used: float, full: float, spent: float) -> list[object]:
    return [
        reading("runtime.jvms", 1),
        reading("runtime.heap_used", used, pid="42"),
        reading("runtime.heap_limit", 64 * MIB, pid="42"),
        reading("runtime.collections", full, kind="full", pid="42"),
        reading("runtime.collecting_s", spent, kind="full", pid="42"),
        reading("runtime.collections", 9, kind="collector 0", pid="42"),
        reading("runtime.collecting_s", 1.0, kind="collector 0", pid="42"),
    ]


def facts(about: Window) -> dict[str, Evidence]:
    return {one.family: one for one in jvms.derive(about, Facts()) if isinstance(one, Evidence)}


def test_the_least_in_use_counts_also_when_a_light_look_saw_it() -> None:
    pulse = Pulse(at=102.0, numbers={"runtime.heap_used": {LABELS: 32 * MIB}}, tables={})

    told = facts(window(look(60 * MIB, 1, 0), look(62 * MIB, 1, 0), pulses=[pulse]))

    assert told["runtime.heap_share"].number == 0.5
    assert [at for at, _ in told["runtime.heap_share"].series] == [0.0, 2.0, 5.0]


def test_time_standing_still_is_a_share_of_the_window() -> None:
    told = facts(window(look(1, 10, 2.0), look(1, 14, 4.0)))

    assert told["runtime.stopped_share"].number == 0.4
    assert told["runtime.full_collections"].number == 4


def test_a_jvm_that_began_meanwhile_has_no_rates() -> None:
    told = facts(window([reading("runtime.jvms", 0)], look(60 * MIB, 3, 1.0)))

    assert told.keys() == {"runtime.heap_share"}


def test_counters_that_went_back_are_another_jvm() -> None:
    told = facts(window(look(1, 10, 5.0), look(1, 1, 0.5)))

    assert told["runtime.stopped_share"].number == 0.0  # of its other collector, which stood still
    assert "runtime.full_collections" not in told
