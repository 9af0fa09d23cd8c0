"""What probes measured survives a bundle, and nothing that a stranger wrote there does harm."""

import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.bundle.probes import ASKED_MEMBER, append, results
from hexascope.collect.bundle.read import KeptHost
from hexascope.collect.bundle.write import BundleWriter, RecordedHost
from hexascope.collect.contract import Json, Look, LookKind, Plan
from hexascope.domain.errors import BadBundle, CannotWrite
from hexascope.domain.probe import ProbeResult, Subject
from hexascope.domain.profile import Profile, ProfileKind
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status
from tests.support.cases import HOST
from tests.support.host import TextHost

MEASURED = ProbeResult(
    probe="cpu_profile",
    subject=Subject(name="wörker", pids=(7, 8), place="/dev/vda"),
    status=Status.MEASURED,
    seconds=2.9123456789,
    cpu_s=0.05,
    readings=(Reading("cpu.count", (), 2.25, "test"), Reading("load.running", (), 1e-9, "x")),
    missing=(Missing("cpu.count", Status.NO_PERMISSION, "run as root"),),
    profiles=(
        Profile(
            name="wörker",
            kind=ProfileKind.OFF_CPU,
            pids=(7,),
            hertz=49,
            seconds=2.9,
            source="test",
            stacks=((("main", "a", "a"), 3), (("main",), 1)),
            lost=2,
        ),
    ),
)
REFUSED = ProbeResult(
    probe="off_cpu",
    subject=Subject(name="x"),
    status=Status.NO_PERMISSION,
    reason="run as root",
)


class Once:
    """A host of one look."""

    def looks(self, plan: Plan) -> list[Look]:
        files = TextHost({"/proc/uptime": "1 1\n"})
        return [Look(kind=LookKind.FULL, number=0, at=1.0, time=2.0, files=files)]


def bundle(folder: Path) -> Path:
    stream = io.BytesIO()
    writer = BundleWriter(stream)
    for look in RecordedHost(Once(), writer).looks(Plan()):
        look.files.read("/proc/uptime")
    writer.close(HOST, Plan(), {})
    path = folder / "a.hxb"
    path.write_bytes(stream.getvalue())
    return path


def told(folder: Path) -> dict[str, Any]:
    path = bundle(folder)
    append(path, [MEASURED, REFUSED])
    found: dict[str, Any] = json.loads(zipfile.ZipFile(path).read("probes.json"))
    return found


def test_what_probes_measured_comes_back_as_it_was(tmp_path: Path) -> None:
    path = bundle(tmp_path)
    append(path, [MEASURED, REFUSED])
    kept = KeptHost(path)

    assert kept.probed == (MEASURED, REFUSED)
    (look,) = kept.looks(Plan())
    assert look.files.read("/proc/uptime") == "1 1\n"


def test_what_a_panel_asked_for_comes_back_behind_what_was_probed_before(tmp_path: Path) -> None:
    path = bundle(tmp_path)
    append(path, [MEASURED])
    append(path, [REFUSED], ASKED_MEMBER)

    assert KeptHost(path).probed == (MEASURED, REFUSED)


def test_a_damaged_member_of_what_a_panel_asked_for_is_named(tmp_path: Path) -> None:
    path = bundle(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(ASKED_MEMBER, '{"probes": 1}')

    with pytest.raises(BadBundle, match=r"damaged"):
        KeptHost(path)


def test_a_bundle_without_probes_has_none(tmp_path: Path) -> None:
    assert KeptHost(bundle(tmp_path)).probed == ()


def test_what_can_not_be_added_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="--no-keep"):
        append(tmp_path / "none" / "a.hxb", [REFUSED])


Damage = Callable[[dict[str, Any]], object]
DAMAGES: dict[str, Damage] = {
    "no probes": lambda one: one.pop("probes"),
    "too many probes": lambda one: one.update(probes=one["probes"] * 100),
    "no status of ours": lambda one: one["probes"][0].update(status="fine"),
    "a number as a name": lambda one: one["probes"][0].update(probe=7),
    "a negative time": lambda one: one["probes"][0].update(seconds=-1.0),
    "a time beyond all": lambda one: one["probes"][0].update(cpu_s=1e300),
    "an unknown family": lambda one: one["probes"][0]["readings"][0].__setitem__(0, "a.b"),
    "a label of no family": lambda one: one["probes"][0]["readings"][0].__setitem__(1, {"a": "b"}),
    "a text for a number": lambda one: one["probes"][0]["readings"][0].__setitem__(2, "2"),
    "true for a number": lambda one: one["probes"][0]["readings"][0].__setitem__(2, True),
    "a huge number": lambda one: one["probes"][0]["readings"][0].__setitem__(2, 10**400),
    "a reading cut": lambda one: one["probes"][0]["readings"][0].pop(),
    "a negative pid": lambda one: one["probes"][0]["subject"].update(pids=[-1]),
    "a frame that is not there": lambda one: one["probes"][0]["profiles"][0].update(
        stacks=[[[99], 1]]
    ),
    "a frame from behind": lambda one: one["probes"][0]["profiles"][0].update(stacks=[[[-1], 1]]),
    "a stack without frames": lambda one: one["probes"][0]["profiles"][0].update(stacks=[[[], 1]]),
    "a stack too deep": lambda one: one["probes"][0]["profiles"][0].update(
        stacks=[[[0] * 1000, 1]]
    ),
    "too many samples": lambda one: one["probes"][0]["profiles"][0].update(stacks=[[[0], 10**30]]),
    "no kind of ours": lambda one: one["probes"][0]["profiles"][0].update(kind="x"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_what_no_bundle_of_ours_holds_is_refused(damage: Damage, tmp_path: Path) -> None:
    value = told(tmp_path)
    damage(value)

    with pytest.raises(BadBundle, match=r"probes\.json is damaged"):
        results(value)


def test_texts_are_cut_as_they_are_when_measured(tmp_path: Path) -> None:
    value = told(tmp_path)
    value["probes"][1]["reason"] = "x" * 10_000

    assert results(value)[1] == replace(REFUSED, reason="x" * 256)


ANY: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["probes", "subject", "readings", "profiles", "status"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(ANY)
def test_nothing_but_a_bad_bundle_comes_of_nonsense(value: Json) -> None:
    told: object = ()
    with suppress(BadBundle):
        told = results({"probes": [value]})

    assert isinstance(told, tuple)
