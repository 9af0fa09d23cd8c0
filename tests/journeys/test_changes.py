"""What changed shortly before: on a real machine, with a program and a configuration of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.journeys.test_examine import report

pytestmark = [
    pytest.mark.journey,
    pytest.mark.alone,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may write below /etc"),
]

SPIN = "import sys\nwhile True:\n    pass\n"


class Deployed(NamedTuple):
    """A program that was put in place just now and keeps all CPUs busy, with its configuration."""

    program: Path
    configuration: Path
    pids: frozenset[int]


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    program = tmp_path_factory.mktemp("deployed") / "shop.py"
    program.write_text(SPIN)
    folder = Path(tempfile.mkdtemp(prefix="hexascope-test-", dir="/etc"))
    running: list[subprocess.Popen[bytes]] = []
    with ExitStack() as at_the_end:
        at_the_end.callback(shutil.rmtree, folder)
        configuration = folder / "shop.conf"
        configuration.write_text("workers = many\n")
        for _ in range((os.cpu_count() or 1) * 2):
            words = [sys.executable, str(program), f"--config={configuration}"]
            running.append(subprocess.Popen(words))
            at_the_end.callback(running[-1].wait)
            at_the_end.callback(running[-1].kill)
        yield Deployed(program, configuration, frozenset(one.pid for one in running))


@pytest.fixture(scope="module")
def found(deployed: Deployed, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Examine while the program is at work."""
    assert deployed.pids
    return report("--window", "3", home=tmp_path_factory.mktemp("found"))


def of_ours(found: dict[str, Any], pids: frozenset[int]) -> list[dict[str, Any]]:
    return [
        one
        for one in found["findings"]
        if one["culprit"] is not None and pids & {*one["culprit"]["pids"]}
    ]


def test_a_program_and_a_configuration_that_were_just_changed_stand_in_the_timeline(
    deployed: Deployed, found: dict[str, Any]
) -> None:
    told = {one["kind"]: one["what"] for one in reversed(found["timeline"])}
    assert str(deployed.configuration) in told["configuration"]
    programs = [one["what"] for one in found["timeline"] if one["kind"] == "program"]
    assert any(str(deployed.program) in what for what in programs)
    assert "boot" in told
    assert [one["at"] for one in found["timeline"]] == sorted(
        (one["at"] for one in found["timeline"]), reverse=True
    )


def test_who_overloads_the_cpus_is_told_with_what_of_it_changed_before(
    deployed: Deployed, found: dict[str, Any]
) -> None:
    ours = of_ours(found, deployed.pids)
    assert ours, [one["title"] for one in found["findings"]]
    for one in ours:
        assert f"The configuration {deployed.configuration} was changed" in one["changed"]
        ages = [key for key in one["evidence"] if key.startswith("change.age{kind=configuration")]
        assert len(ages) == 1
        assert 0 <= found["evidence"][ages[0]]["value"] < 120


def test_the_bundle_tells_the_same_changes_and_holds_no_content_of_configuration(
    deployed: Deployed, home: Path
) -> None:
    deployed.configuration.write_text("password = hunter2hunter2\n")
    found = report("--window", "1", home=home)
    (bundle,) = home.rglob("*.hxb")
    again = report("--from", str(bundle), home=home / "another")

    assert again["timeline"] == found["timeline"]
    assert again["digest"] == found["digest"]
    with zipfile.ZipFile(bundle) as members:
        held = b"".join(members.read(name) for name in members.namelist())
    assert str(deployed.configuration).encode() in held
    assert b"hunter2hunter2" not in held
