"""Probing after a look: bounded, judged with the rest, and kept."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from hexascope.collect.probing.contract import Cost, Probe, ProbeHost, probe
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.errors import BadSettings
from hexascope.domain.examination import SelfCost
from hexascope.domain.probe import Subject
from hexascope.domain.snapshot import Reading
from hexascope.services.deepening import deepen, refuse_elsewhere
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.looked import Looked
from hexascope.services.sources.contract import Where
from tests.support.cases import HOST, case, window
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (Where(address="a.hxb"), "--from a.hxb"),
        (Where(address="ssh://web-1"), "--from ssh://web-1"),
        (Where(at="03:10"), "--at 03:10"),
    ],
)
def test_probes_run_on_this_host_and_now_only(where: Where, said: str) -> None:
    with pytest.raises(BadSettings, match=f"--deep can't go with {said}: probes run on this host"):
        refuse_elsewhere(where)


def test_on_this_host_also_with_the_past_beside_it_probes_may_run() -> None:
    refused = [where for where in (Where(), Where(since="2h")) if _refused(where)]

    assert refused == []


def _refused(where: Where) -> bool:
    try:
        refuse_elsewhere(where)
    except BadSettings:
        return True
    return False


@dataclass
class Weighing:
    """Of an examination's parts those that going deep asks for; it counts how often it weighs."""

    probes: dict[str, Probe]
    weighed: int = 0

    def weigh(self, looked: Looked, wishes: Wishes) -> Case:
        self.weighed += 1
        return case(findings=(blamed(entity(EntityKind.PROCESS, "worker", 7)),))


def deep(looked: Looked, *, wanted: bool, bundle: Path | None = None) -> tuple[Looked, Weighing]:
    def measure(host: ProbeHost, subject: Subject) -> Iterator[object]:
        host.pause(0.1)
        yield Reading("cpu.count", (), 2.0, "test")

    cost = Cost(seconds=1.0, cpu_share=0.01, needs="nothing")
    one = probe(gives=("cpu.count",), cost=cost, wants=lambda _: [Subject(name="w", pids=(7,))])
    service = Weighing({"measure": one(measure)})
    made = deepen(
        cast("Examinations", service),
        looked,
        Wishes(deep=wanted),
        bundle,
        lambda _: ScriptedHost(),
    )
    return made, service


LOOKED = Looked(
    window=window(),
    host=HOST,
    cost=SelfCost(cpu_s=0.1, wall_s=5.0, rss_bytes=1, files_read=1, bytes_read=1, collectors={}),
)


def test_what_probes_measured_stands_beside_what_was_looked_at() -> None:
    made, service = deep(LOOKED, wanted=True)

    (result,) = made.probed
    assert (result.probe, result.subject.pids) == ("measure", (7,))
    assert result.readings[0].value == 2.0
    assert made.window is LOOKED.window
    assert service.weighed == 1


def test_without_being_asked_nothing_is_weighed_or_probed() -> None:
    made, service = deep(LOOKED, wanted=False)

    assert made is LOOKED
    assert service.weighed == 0


def test_it_is_added_to_the_bundle_of_the_look(tmp_path: Path) -> None:
    bundle = tmp_path / "a.hxb"
    with zipfile.ZipFile(bundle, "w") as made:
        made.writestr("manifest.json", "{}")
    deep(LOOKED, wanted=True, bundle=bundle)

    assert zipfile.ZipFile(bundle).namelist() == ["manifest.json", "probes.json"]
