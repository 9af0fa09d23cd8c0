"""What a panel may have done here: only probes that the case offers, only code in a sandbox."""

import asyncio
import os
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from hexascope.consult.contract import Probed, Ran
from hexascope.domain.errors import NoSandbox
from hexascope.domain.probe import ProbeResult
from hexascope.domain.use import Status
from hexascope.sandbox.contract import Executor, Job, Level, Why
from hexascope.sandbox.contract import Ran as SandboxRan
from hexascope.services.errands import PanelErrands
from hexascope.services.looked import Looked
from tests.support.errands import CASE, LOOKED, WORKER, Scripted, Weighing, ended, errands, made
from tests.support.probes import ScriptedHost

TICKS = os.sysconf("SC_CLK_TCK")
NAMED = ("measure", "worker")


def probed(on: PanelErrands, *wanted: tuple[str, str]) -> Probed:
    return asyncio.run(on.probe(CASE, wanted or [NAMED], seconds=2.0))


def weighed(on: PanelErrands) -> Sequence[Looked]:
    return cast("Weighing", on.service).weighed


def test_what_could_be_run_on_the_culprits_is_offered() -> None:
    assert errands().offers(CASE) == {"measure": ["worker"]}


def test_of_a_window_of_elsewhere_or_of_the_past_nothing_is_offered() -> None:
    assert errands(live=False).offers(CASE) == {}


def test_settings_may_offer_none() -> None:
    assert errands(most_probes=0).offers(CASE) == {}


def test_what_was_probed_already_is_not_offered_again_unless_it_failed() -> None:
    done = ProbeResult(probe="measure", subject=WORKER, status=Status.MEASURED)
    failed = replace(done, status=Status.NO_PERMISSION)

    assert errands(looked=replace(LOOKED, probed=(done,))).offers(CASE) == {}
    assert errands(looked=replace(LOOKED, probed=(failed,))).offers(CASE) != {}


def test_a_probe_is_run_and_the_case_is_judged_again_with_what_it_measured() -> None:
    on = errands()
    found = probed(on)

    [result] = found.results
    assert (result.probe, result.subject.pids, result.status) == ("measure", (7,), Status.MEASURED)
    assert [one.probed for one in weighed(on)] == [(result,)]
    assert found.refused == {}


def test_what_was_probed_before_is_judged_with_it() -> None:
    before = ProbeResult(probe="other", subject=WORKER, status=Status.MEASURED)
    on = errands(looked=replace(LOOKED, probed=(before,)))
    found = probed(on)

    assert [one.probed for one in weighed(on)] == [(before, *found.results)]


@pytest.mark.parametrize(
    "wanted", [("rm -rf /", "worker"), ("measure", "/etc/shadow"), ("measure", "worker; id")]
)
def test_what_the_case_does_not_offer_is_never_run(wanted: tuple[str, str]) -> None:
    on = errands()
    found = probed(on, wanted)

    assert found.results == ()
    assert found.refused == {wanted: "the case offers no such probe"}
    assert weighed(on) == []


def test_who_is_gone_meanwhile_is_not_probed_nor_who_has_its_pid_now() -> None:
    def another(_seconds: float) -> ScriptedHost:
        fields = ["S", *["0"] * 18, str(99 * TICKS), *["0"] * 30]
        return ScriptedHost({"/proc/7/stat": f"7 (worker) {' '.join(fields)}"})

    for make in (lambda _: ScriptedHost(), another):
        found = probed(errands(make=make))

        assert found.results == ()
        assert found.refused == {NAMED: "it is gone meanwhile"}


def test_what_probes_may_cost_is_not_passed() -> None:
    dear = [made(name, WORKER, cpu_share=0.1) for name in ("one", "two")]
    found = probed(errands(*dear), ("one", "worker"), ("two", "worker"))

    assert [one.probe for one in found.results] == ["one"]
    assert "is spent" in found.refused["two", "worker"]


def test_more_than_settings_allow_is_not_run() -> None:
    several = [made(f"p{place}", WORKER) for place in range(3)]
    found = probed(errands(*several, most_probes=2), *((one.name, "worker") for one in several))

    assert [one.probe for one in found.results] == ["p0", "p1"]


def test_it_is_added_to_the_bundle_beside_what_was_probed_before(tmp_path: Path) -> None:
    bundle = tmp_path / "a.hxb"
    with zipfile.ZipFile(bundle, "w") as archive:
        archive.writestr("probes.json", "{}")
    found = probed(errands(bundle=bundle))

    assert zipfile.ZipFile(bundle).namelist() == ["probes.json", "probes-asked.json"]
    assert found.told == ""


def test_a_bundle_that_can_not_be_added_to_costs_nobody_what_was_measured(tmp_path: Path) -> None:
    found = probed(errands(bundle=tmp_path / "none" / "a.hxb"))

    assert len(found.results) == 1
    assert "could not be added" in found.told


def computed(
    end: SandboxRan | None = None, *, level: Level = Level.NAMESPACES, **fields: Any
) -> tuple[Ran, list[Job]]:
    jobs: list[Job] = []
    sandbox = Scripted(name="scripted", level=level, ended=end or ended(), given=jobs.append)
    on = errands(**{"code": True, "sandbox": lambda: sandbox, **fields})
    return asyncio.run(on.compute("print([])", '{"a": 1}', seconds=7.0)), jobs


def test_a_program_gets_the_copy_of_the_evidence_and_its_limits() -> None:
    ran, [job] = computed()

    assert dict(job.files) == {"evidence.json": b'{"a": 1}'}
    assert job.source == "print([])"
    assert (job.limits.wall_s, job.limits.output_bytes) == (7.0, 64 * 1024)
    assert (ran.output, ran.level, ran.exit, ran.reason) == ("[]", 3, 0, "")
    assert ran.seconds == 0.25


def test_without_being_allowed_no_program_is_run_whoever_asks() -> None:
    ran, jobs = computed(code=False)

    assert jobs == []
    assert ran.exit is None
    assert "--allow-code" in ran.reason


@pytest.mark.parametrize(("level", "runs"), [(Level.NONE, 0), (Level.LANDLOCK, 1)])
def test_a_program_is_run_from_level_two_on(level: Level, runs: int) -> None:
    ran, jobs = computed(level=level)

    assert len(jobs) == runs
    assert (ran.exit is None) is not bool(runs)


def test_where_no_sandbox_works_the_reason_is_told() -> None:
    def none() -> Executor:
        raise NoSandbox("no sandbox of level 2 works here: no user namespaces")

    ran, jobs = computed(sandbox=none)

    assert jobs == []
    assert ran.reason == "no sandbox of level 2 works here: no user namespaces"


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (
            ended(
                exit_code=1,
                stderr=b"Traceback\n  x\nPermissionError: [Errno 13] '/etc/shadow'\n",
            ),
            "PermissionError: [Errno 13] '/etc/shadow'",
        ),
        (ended(why=Why.OUTPUT, exit_code=-9, stdout=b"x" * 65536), "printed too much"),
        (ended(why=Why.WALL, exit_code=-9), "ran too long"),
        (ended(why=Why.MEMORY, exit_code=-9), "used too much memory"),
        (ended(why=Why.BROKEN, exit_code=1, stderr=b"\x1b[31mno\x1b[0m"), "\\x1b[31mno"),
    ],
)
def test_a_program_that_does_not_end_well_is_told_of_and_not_read(
    end: SandboxRan, told: str
) -> None:
    ran, _ = computed(end)

    assert told in ran.reason
    assert "\x1b" not in ran.reason


def test_a_program_that_no_sandbox_takes_is_refused_with_the_reason() -> None:
    on = errands(code=True, sandbox=lambda: Scripted(name="s", level=Level.CGROUP, ended=ended()))
    ran = asyncio.run(on.compute("x = '\ud800'", "{}", seconds=7.0))

    assert "lone surrogate" in ran.reason
