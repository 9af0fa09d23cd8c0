"""Kept hosts: what one machine can't show live. Each is made, not recorded, and says so."""

import json
import os
import re
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hexascope.bootstrap import format_named
from hexascope.domain.entity import EntityKind
from hexascope.domain.examination import Examination
from hexascope.domain.finding import Finding
from hexascope.domain.use import Severity, Status
from hexascope.report.contract import Manner
from hexascope.words import render
from tests.support import kept
from tests.support.kept_digests import examined, service

PATIENCE_SECONDS = 240
SCHEMA = json.loads(Path("src/hexascope/report/schemas/report-1.json").read_text())
LARGEST_BUNDLE = 2_000_000
FORMATS = ("terminal", "html", "markdown", "compat")
MACHINE = re.compile(r"/(?:work|home|root/[a-z])|BEGIN [A-Z ]*PRIVATE|AKIA[0-9A-Z]{16}|password=")
HOSTS = kept.names()
TWINS = tuple(name for name in HOSTS if "healthy" in kept.described(name))


@dataclass(frozen=True, slots=True)
class Seen:
    """All hosts and twins, examined once from their bundles."""

    folder: Path
    made: dict[str, Examination]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    folder = tmp_path_factory.mktemp("kept")
    parts = service()
    made: dict[str, Examination] = {}
    hosts = [kept.made(name) for name in HOSTS]
    for host in (*hosts, *(kept.made(name, healthy=True) for name in TWINS)):
        bundle = folder / f"{host.name}.hxb"
        bundle.write_bytes(kept.bundle(host, parts))
        made[host.name] = examined(parts, bundle)
    return Seen(folder, made)


def above_info(about: Examination) -> list[Finding]:
    return [one for one in about.findings if one.severity > Severity.INFO]


def found(about: Examination, wanted: dict[str, Any]) -> Finding:
    for one in about.findings:
        name = one.culprit.name if one.culprit else ""
        if one.check == wanted["check"] and wanted.get("culprit", name) == name:
            return one
    listed = [(one.check, one.culprit and one.culprit.name) for one in about.findings]
    raise AssertionError(f"{wanted['check']} did not find {wanted.get('culprit')}: {listed}")


@pytest.mark.parametrize("name", HOSTS)
def test_a_kept_host_says_what_it_is_and_that_it_was_made(name: str) -> None:
    told = kept.described(name)

    assert str(told["story"]).endswith(".")
    assert "not recorded" in str(told["made"])
    page = Path("docs/explain/kept-hosts.md").read_text(encoding="utf-8")
    assert f"`{name}`" in page


@pytest.mark.parametrize("file", sorted(kept.FOLDER.iterdir()), ids=lambda file: file.name)
def test_a_description_holds_no_secret_and_no_place_of_the_machine_it_was_made_on(
    file: Path,
) -> None:
    assert MACHINE.search(file.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("name", HOSTS)
def test_a_kept_host_gets_the_findings_it_must_get(name: str, seen: Seen) -> None:
    about = seen.made[name]
    for wanted in kept.described(name)["expect"].get("finding", ()):
        one = found(about, wanted)

        assert one.severity.word == wanted["severity"], one.check
        assert one.when == wanted.get("when", "now")
        assert (one.culprit.kind if one.culprit else "") == wanted.get("kind", "")
        assert wanted.get("victim", "") in {"", *(victim.name for victim in one.victims)}
        if "explained_by" in wanted:
            causes = {cause.check for cause in about.findings if cause.id in one.explained_by}
            assert wanted["explained_by"] in causes


@pytest.mark.parametrize("name", HOSTS)
def test_culprits_and_victims_of_a_kept_host_are_who_the_description_says(
    name: str, seen: Seen
) -> None:
    about = seen.made[name]
    for wanted in kept.described(name)["expect"].get("finding", ()):
        one = found(about, wanted)
        for key, entities in (("identity", (one.culprit,)), ("victim_identity", one.victims)):
            if key in wanted:
                chains = [asdict(who.identity) for who in entities if who and who.identity]
                told = [{name: chain[name] for name in wanted[key]} for chain in chains]
                assert wanted[key] in told, one.check
        assert wanted.get("changed", "") in render(one.changed)


@pytest.mark.parametrize("name", HOSTS)
def test_every_process_that_a_finding_names_has_its_chain(name: str, seen: Seen) -> None:
    known = {one["pid"] for one in kept.made(name).told.get("process", ())}
    for one in seen.made[name].findings:
        for who in (one.culprit, *one.victims):
            if who is not None and who.kind is EntityKind.PROCESS and who.pid in known:
                assert who.identity is not None, (one.check, who)
                assert who.identity.pid == who.pid
                assert who.identity.started, (one.check, who)
                assert who.identity.command, (one.check, who)


def test_the_timeline_of_a_kept_host_tells_its_upgrade_and_its_start(seen: Seen) -> None:
    timeline = seen.made["cgroup2_throttled_unit"].timeline

    told = [(one.kind, one.action, one.detail) for one in timeline]
    assert told[0] == ("package", "upgraded", "4.0-1 → 4.1-1")
    assert ("boot", "booted", "") in told


@pytest.mark.parametrize("name", HOSTS)
def test_nothing_else_above_info_is_made_up_about_a_kept_host(name: str, seen: Seen) -> None:
    wanted = kept.described(name)["expect"].get("finding", ())

    told = sorted(one.check for one in above_info(seen.made[name]))

    assert told == sorted(one["check"] for one in wanted if one["severity"] != "info")


@pytest.mark.parametrize("name", TWINS)
def test_the_healthy_twin_gets_nothing_above_info(name: str, seen: Seen) -> None:
    about = seen.made[f"{name}-healthy"]

    assert [(one.check, one.title) for one in above_info(about)] == []
    assert about.health.score in (100, None)


@pytest.mark.parametrize("name", HOSTS)
def test_a_cell_that_was_not_measured_says_why(name: str, seen: Seen) -> None:
    about = seen.made[name]
    cells = {f"{cell.component} {cell.aspect}": cell for cell in about.coverage}
    expected = kept.described(name)["expect"]

    for place, words in expected.get("coverage", {}).items():
        status, _, reason = words.partition(": ")
        assert cells[place].status == status, f"{place}: {cells[place].reason}"
        assert reason in cells[place].reason
    unjudged = {one.check: one.reason for one in about.unjudged}
    for check, reason in expected.get("unjudged", {}).items():
        assert reason in unjudged[check]
    for cell in about.coverage:
        assert (cell.status is Status.MEASURED) == bool(cell.evidence)
        assert cell.reason or cell.status is Status.MEASURED


@pytest.mark.parametrize("name", HOSTS)
def test_what_the_description_says_of_the_host_is_seen(name: str, seen: Seen) -> None:
    host = seen.made[name].host

    for field, value in kept.described(name)["expect"].get("host", {}).items():
        assert getattr(host, field) == value, field


@pytest.mark.parametrize("name", HOSTS)
def test_every_format_reports_a_kept_host(name: str, seen: Seen) -> None:
    about = seen.made[name]

    report = json.loads(format_named("json").write(about, Manner()))

    jsonschema.validate(report, SCHEMA)
    assert (seen.folder / f"{name}.hxb").stat().st_size < LARGEST_BUNDLE
    for form in FORMATS:
        assert format_named(form).write(about, Manner())


@pytest.fixture(scope="module")
def digests_elsewhere(seen: Seen) -> dict[str, str]:
    """Give the digests that another process finds, one whose sets and tables are in other order."""
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": "src:."}
    ended = subprocess.run(
        [sys.executable, "-m", "tests.support.kept_digests", str(seen.folder)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=PATIENCE_SECONDS,
        check=True,
    )
    told: dict[str, str] = json.loads(ended.stdout)
    return told


@pytest.mark.parametrize("name", [*HOSTS, *(f"{one}-healthy" for one in TWINS)])
def test_the_digest_is_the_same_in_another_process(
    name: str, seen: Seen, digests_elsewhere: dict[str, str]
) -> None:
    assert digests_elsewhere[name] == seen.made[name].digest


def test_the_command_itself_gives_the_same_digest(seen: Seen, tmp_path: Path) -> None:
    words = ["examine", "--from", str(seen.folder / f"{HOSTS[0]}.hxb"), "--format", "json"]
    environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONHASHSEED": "1"}

    ended = subprocess.run(
        [sys.executable, "-m", "hexascope", *words],
        capture_output=True,
        text=True,
        env={**environment, "PYTHONPATH": "src", "LANG": "C.UTF-8"},
        timeout=PATIENCE_SECONDS,
        check=True,
    )

    assert json.loads(ended.stdout)["digest"] == seen.made[HOSTS[0]].digest


def test_a_counter_and_a_turn_in_a_text_are_written_as_they_are_at_a_time() -> None:
    assert kept.at("some total={1000 + 20/s}", 2.0) == "some total=1040"
    assert kept.at("{9.50 - 1/s} kB", 5.0) == "4.50 kB"
    assert kept.at("{active -> failed}", 1.0) == "active"
    assert kept.at("{active -> failed}", 5.0) == "failed"
    assert kept.at('{"a": {}}', 1.0) == '{"a": {}}'
