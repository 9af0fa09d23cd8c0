import ast
import json
from dataclasses import replace

import pytest

from hexascope.sandbox.battery.act import KILLED_FOR, source_of
from hexascope.sandbox.battery.acts import BATTERY
from hexascope.sandbox.battery.judging import judged
from hexascope.sandbox.battery.reaching_out import REACHING_OUT
from hexascope.sandbox.battery.surroundings import surroundings
from hexascope.sandbox.contract import LONGEST_SOURCE, Level, Ran, Why

RAN = Ran(
    executor="x",
    level=Level.CGROUP,
    why=Why.FINISHED,
    exit_code=0,
    stdout=b"",
    stderr=b"",
    seconds=0.1,
)
BY_NAME = {act.name: act for act in BATTERY}


def test_there_are_32_acts_of_different_names() -> None:
    assert len(BATTERY) == len(BY_NAME) == 32


@pytest.mark.parametrize("act", BATTERY, ids=lambda act: act.name)
def test_every_act_is_a_program_that_says_what_came_of_it(act: object) -> None:
    tree = ast.parse(source_of((act,)))  # type: ignore[arg-type]  # it is an Act
    called = {
        one.func.id
        for one in ast.walk(tree)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
    }

    assert {"attempt", "note"} & called


def test_the_quick_ones_fit_into_one_job() -> None:
    quick = tuple(act for act in REACHING_OUT if act.quick)

    assert len(quick) > 20
    assert len(source_of(quick)) < LONGEST_SOURCE


@pytest.mark.parametrize(
    ("printed", "stopped"),
    [
        (b"tcp\tstopped\t[]\n", True),
        (b"tcp\topen\t[1]\n", False),
        (b"tcp stopped []\n", False),
        (b"udp\tstopped\t[]\n", False),
        (b"", False),
        (b"tcp\tstopped\t[]\ntcp\topen\t[1]\n", False),
    ],
)
def test_an_act_is_stopped_where_it_says_so_and_only_there(printed: bytes, stopped: bool) -> None:
    (one,) = judged([BY_NAME["tcp"]], replace(RAN, stdout=printed))

    assert one.stopped is stopped


@pytest.mark.parametrize("name", KILLED_FOR)
@pytest.mark.parametrize("why", Why)
def test_an_act_that_takes_all_is_stopped_by_its_own_limit_alone(name: str, why: Why) -> None:
    (one,) = judged([BY_NAME[name]], replace(RAN, why=why, exit_code=-9))

    assert one.stopped is (why in KILLED_FOR[name])


def test_an_act_that_was_open_stays_so_whatever_ended_the_job() -> None:
    ran = replace(RAN, why=Why.CPU, stdout=b"spin\topen\t'6 s'\n")

    (one,) = judged([BY_NAME["spin"]], ran)
    assert not one.stopped


def test_what_is_reached_for_is_there_and_taken_away_again() -> None:
    with surroundings(victim=77) as around:
        told = json.loads(around.told(Level.NAMESPACES)["host.json"])
        assert told["victim"] == 77
        assert told["in_namespaces"]
        assert told["calls"]["bpf"] > 0
        with open(told["secret"], encoding="utf-8") as file:
            assert file.read() == told["canary"]
    with pytest.raises(FileNotFoundError), open(told["secret"], encoding="utf-8"):
        pass
