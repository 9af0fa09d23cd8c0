"""An examination made by hand, for tests of formats and of comparing."""

from dataclasses import replace

from hexascope.derive.coverage import CHECKLIST
from hexascope.domain.entity import Entity, EntityKind, Identity
from hexascope.domain.examination import (
    Cell,
    Examination,
    Health,
    Lost,
    SelfCost,
    Unjudged,
    WindowFacts,
)
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Role, Stance
from hexascope.domain.remedy import Command, Risk
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Status, When
from hexascope.domain.verdict import Item, Recommendation, Verdict
from tests.support.cases import HOST, fact

WAITED = replace(
    fact("pressure.some_share", 0.47, resource="cpu"),
    series=((0.0, 0.1), (0.1, 0.6), (0.2, 0.47), (0.3, 0.5)),
)


def finding(name: str = "worker") -> Finding:
    """Make a finding whose culprit has a name."""
    return Finding(
        id="a" * 16,
        check="cpu_saturation",
        resource=Resource.CPU,
        aspect=Aspect.SATURATION,
        severity=Severity.HIGH,
        own_severity=Severity.HIGH,
        title=text("{name} made tasks wait {share:percent} of the time", name=name, share=0.47),
        description=text("Others waited."),
        culprit=Entity(
            kind=EntityKind.PROCESS,
            name=name,
            pid=4242,
            pids=(4242, 4243),
            identity=Identity(pid=4242, owner="1000", command=name),
        ),
        victims=(Entity(kind=EntityKind.PROCESS, name="nginx", pid=80, pids=(80,)),),
        evidence=(WAITED,),
        recommendation=text("Lower the load."),
        proposals=(),
        confidence=90,
        harm=Harm.WAITING,
        time="2026-11-21T06:00:00.000Z",
        when=When.NOW,
        threshold=0.2,
    )


def examination(name: str = "worker") -> Examination:
    """Make an examination with one finding, one opinion against it, and an unknown cell."""
    found = finding(name)
    against = Opinion(
        role=Role.SECURITY_ANALYST,
        item=found.id,
        stance=Stance.OPPOSES,
        advice=text("Do not stop {name}.", name=name),
        because=found.keys,
        severity=Severity.MEDIUM,
        confidence=70,
    )
    step = Recommendation(
        priority=1,
        remedy="lower_priority",
        title=text("Lower its priority"),
        parameters=(("pid", "4242"),),
        items=(found.id,),
        look=(Command(words=("ps", "-p", "4242"), why=text("See it.")),),
        change=(Command(words=("renice", "10", "4242"), why=text("Let others first.")),),
        undo=(Command(words=("renice", "0", "4242"), why=text("As before.")),),
        verify=(),
        risk=Risk.LOW,
        risk_text=text("It runs slower."),
        expects=(),
        because=found.keys,
    )
    verdict = Verdict(
        items=(
            Item(
                item=found.id,
                severity=Severity.HIGH,
                agreement=None,
                contested=False,
                single=True,
                for_=(),
                against=(against,),
            ),
        ),
        recommendations=(step,),
        agreement=None,
        legacy_consensus_score=88.0,
        quality="rules",
        confidence_cap=95,
        headline=text("Start with {name}.", name=name),
        summary=(text("One thing harms."),),
        next_steps=(text("Lower its priority."),),
    )
    cells = tuple(
        Cell(component=row.component, aspect=row.aspect, status=Status.NOT_SUPPORTED, reason="no")
        for row in CHECKLIST
    )
    measured = Cell(
        component="cpu", aspect="saturation", status=Status.MEASURED, evidence=(WAITED.key,)
    )
    plain = Cell(component="cpu", aspect="errors", status=Status.MEASURED)
    coverage = (cells[0], measured, plain, *cells[3:])
    return Examination(
        id="01900000-0000-7000-8000-000000000000",
        time="2026-11-21T06:00:05.000Z",
        version="0.0.0",
        host=replace(HOST, name=name),
        window=WindowFacts(seconds=5.0, full_looks=2, light_looks=48, started="a", ended="b"),
        health=Health(
            score=80,
            measured_share=0.8,
            lost=(Lost(check="cpu_saturation", points=20, finding=found.id),),
        ),
        coverage=coverage,
        evidence={WAITED.key: WAITED},
        findings=(found,),
        opinions=(against,),
        verdict=verdict,
        unjudged=(Unjudged(check="gpu_errors", missing="gpu.count", reason="no GPU here"),),
        absent={},
        self_cost=SelfCost(
            cpu_s=0.5,
            wall_s=5.1,
            rss_bytes=40 * 2**20,
            files_read=900,
            bytes_read=2**20,
            collectors={"cpu": 0.01},
        ),
        digest="d" * 64,
        settings_digest="s" * 16,
    )
