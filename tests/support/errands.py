"""Errands for tests: probes and sandboxes that do what they are told to."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from hexascope.collect.probing.contract import Cost, Probe, ProbeHost, probe
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.examination import SelfCost
from hexascope.domain.probe import Subject
from hexascope.domain.snapshot import Reading
from hexascope.domain.text import Text
from hexascope.sandbox.contract import Executor, Job, Level, Why
from hexascope.sandbox.contract import Ran as SandboxRan
from hexascope.services.errands import PanelErrands
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.looked import Looked
from tests.support.cases import HOST, case, process, window
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed

TICKS = os.sysconf("SC_CLK_TCK")
WORKER = Subject(name="worker", pids=(7,))
CASE = case(
    last=(process(pid=7, start_s=12.0),),
    findings=(blamed(entity(EntityKind.PROCESS, "worker", 7)),),
)
LOOKED = Looked(
    window=window(),
    host=HOST,
    cost=SelfCost(cpu_s=0.1, wall_s=5.0, rss_bytes=1, files_read=1, bytes_read=1, collectors={}),
)


@dataclass
class Weighing:
    """Of an examination's parts those that errands ask for; it keeps what it was to weigh."""

    probes: dict[str, Probe]
    weighed: list[Looked] = field(default_factory=list)

    def weigh(self, looked: Looked, wishes: Wishes) -> Case:
        self.weighed.append(looked)
        return CASE


def made(name: str, *subjects: Subject, cpu_share: float = 0.01) -> Probe:
    def measure(_host: ProbeHost, subject: Subject) -> Iterator[object]:
        yield Reading("cpu.count", (), float(len(subject.pids)), "test")

    measure.__name__ = name
    cost = Cost(seconds=1.0, cpu_share=cpu_share, needs="nothing")
    return probe(gives=("cpu.count",), cost=cost, wants=lambda _: subjects)(measure)


def there(_seconds: float = 0.0) -> ScriptedHost:
    fields = ["S", *["0"] * 18, str(12 * TICKS), *["0"] * 30]
    return ScriptedHost({"/proc/7/stat": f"7 (worker) {' '.join(fields)}"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted(Executor):
    """An executor that ends as it was told to, and shows what it was given."""

    ended: SandboxRan
    given: Callable[[Job], None] = lambda _job: None

    def why_not(self) -> Text | None:
        return None

    def run(self, job: Job) -> SandboxRan:
        self.given(job)
        return self.ended


def ended(**fields: Any) -> SandboxRan:
    return SandboxRan(
        **{
            "executor": "scripted",
            "level": Level.NAMESPACES,
            "why": Why.FINISHED,
            "exit_code": 0,
            "stdout": b"[]",
            "stderr": b"",
            "seconds": 0.25,
            **fields,
        }
    )


def errands(*probes: Probe, **fields: Any) -> PanelErrands:
    service = Weighing({one.name: one for one in probes or (made("measure", WORKER),)})
    return PanelErrands(
        **{
            "service": cast("Examinations", service),
            "looked": LOOKED,
            "wishes": Wishes(),
            "live": True,
            "most_probes": 3,
            "make": there,
            **fields,
        }
    )
