"""What a panel by a model asks for is run on this host, told of, and there again in a replay."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from hexascope.consult.answered.computing import UnreadableError, record, results
from hexascope.consult.contract import Program, Ran
from hexascope.domain.errand import Computed
from hexascope.services.errands import PanelErrands
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.looked import Looked
from tests.support.commands import busy, run

pytestmark = pytest.mark.journey

SECONDS = 1.0
"""What a hostile program gets of the half minute that others have."""

TURNS = 2
"""On a machine with neighbours the first culprit may be one of theirs."""


def probed(home: Path, *asked: str) -> tuple[dict[str, Any], Path]:
    """Examine until the loops are what is probed: the report, and the bundle that is kept."""
    found: dict[str, Any] = {}
    place = home
    for turn in range(TURNS):
        place = home / str(turn)
        ended = run("examine", "--window", "2", "--format", "json", *asked, home=place)
        assert ended.returncode == 0, ended.stderr
        found = json.loads(ended.stdout)
        if [one["subject"] for one in found["panel"]["errands"]] == ["spinner"]:
            break
    return found, next(place.rglob("*.hxb"))


@pytest.mark.alone
def test_a_probe_that_a_model_asks_for_is_run_on_the_culprit_told_and_kept(
    models: str, home: Path, tmp_path: Path
) -> None:
    asked = ("--model", "compatible/fake-probing", "--base-url", models, "--panel", "full")
    # of a lower priority they would be background work, of which nobody need complain
    program = tmp_path / "spinner"
    program.symlink_to(sys.executable)
    with busy(program, more=2):
        found, kept = probed(home, *asked)
    [errand] = found["panel"]["errands"]
    again = json.loads(run("examine", "--from", str(kept), "--format", "json", home=home).stdout)

    assert errand["ran"], errand["reason"]
    assert errand["asked_by"][0] == "performance_analyst"
    assert set(errand["gave"]) <= set(found["evidence"])
    assert [one["probe"] for one in found["probes"]] == [errand["probe"]]
    assert any("What was asked for shows" in one["advice"] for one in found["opinions"])
    for key in errand["gave"]:
        assert again["evidence"][key]["value"] == found["evidence"][key]["value"]
    assert [one["id"] for one in again["findings"]] == [one["id"] for one in found["findings"]]


def test_a_program_that_a_model_asks_for_is_run_in_a_sandbox_where_it_is_allowed(
    models: str, home: Path
) -> None:
    asked = ("--model", "compatible/fake-computing", "--base-url", models, "--panel", "full")
    words = ("examine", "--window", "1", "--no-keep", "--allow-code", "--format", "json")
    ended = run(*words, *asked, home=home)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    first = found["panel"]["computed"][0]

    assert first["level"] >= 2, first["reason"]
    assert first["gave"] == ["computed.value{name=mean_share}"]
    assert found["evidence"][first["gave"][0]]["source"].startswith("computed in a sandbox")


def ran_here(one: Program) -> Ran:
    """Run a program as a panel's errands do, in the sandbox that this machine has."""
    errands = PanelErrands(
        service=cast("Examinations", None), looked=cast("Looked", None), wishes=Wishes(), code=True
    )
    return asyncio.run(errands.compute(one.source, one.given, seconds=SECONDS))


def record_of(one: Program) -> Computed:
    """Give what a panel's record would say of a program."""
    ran = ran_here(one)
    if ran.reason:
        return record(one, ran, None)
    try:
        return record(one, ran, results(one, ran, frozenset()))
    except UnreadableError as error:
        return record(one, ran, None, str(error))


ACTS = {
    'print(open("/etc/shadow").read())': "No such file",
    'print("x" * 10_000_000)': "printed too much",
    "while True: pass": "ran too long",
    'import json; print(json.dumps([{"value": float("nan")}]))': "NaN is no number",
    'import socket; socket.create_connection(("127.0.0.1", 22))': "not permitted",
    "import json, os; print(json.dumps(dict(os.environ)))": "no list of results",
}
"""What hostile programs try, and what is told of each."""


def test_a_hostile_program_gives_nothing_and_what_it_tried_is_told() -> None:
    programs = [
        Program(role=str(place), purpose="", source=source, given="{}", names={})
        for place, source in enumerate(ACTS)
    ]
    told = {one.source: record_of(one) for one in programs}

    assert all(one.gave == () for one in told.values())
    assert {source: ACTS[source] in one.reason for source, one in told.items()} == dict.fromkeys(
        ACTS, True
    ), [one.reason for one in told.values()]


def test_a_program_that_computes_reads_the_copy_of_the_evidence() -> None:
    source = (
        "import json\n"
        'points = json.load(open("evidence.json"))["k"]["series"]\n'
        "mean = sum(value for _, value in points) / len(points)\n"
        'print(json.dumps([{"name": "mean", "value": mean, "unit": "s", "of": ["k"]}]))'
    )
    given = '{"k": {"value": 1, "unit": "s", "series": [[0, 1], [1, 2], [2, 3]]}}'
    names = {"k": "disk.await{device=vda}"}
    asked = Program(role="x", purpose="", source=source, given=given, names=names)

    assert record_of(asked).gave == ("computed.value{name=mean}",)
