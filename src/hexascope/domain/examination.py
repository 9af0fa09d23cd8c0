"""An examination: everything that one look at one host led to."""

from collections.abc import Mapping
from dataclasses import dataclass

from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Finding
from hexascope.domain.goals import Goals
from hexascope.domain.host import HostFacts
from hexascope.domain.memory import Aside
from hexascope.domain.opinion import Opinion
from hexascope.domain.panel import PanelRecord
from hexascope.domain.probe import ProbeResult
from hexascope.domain.rows import Change
from hexascope.domain.target import TargetStory
from hexascope.domain.use import Resource, Status
from hexascope.domain.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of the coverage: a component, an aspect, how well it was measured, by what.

    `component` is a row of the checklist (`cpu`, `network_interface`, `kernel_mutex`, …), `aspect`
    one of utilization, saturation, errors (or the row's own), `evidence` names what measured it.
    """

    component: str
    aspect: str
    status: Status
    reason: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """A check that could not see: what is missing, and why."""

    check: str
    missing: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Points that one check cost."""

    check: str
    points: int
    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """100 minus 40/20/8/2 for each check by its worst present finding; None means 'unknown'.

    It is unknown when under half of the cells could be measured (`measured_share`).
    """

    score: int | None
    measured_share: float
    lost: tuple[Lost, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowFacts:
    """The window in figures: its length, its looks, and when it began and ended.

    `source` names who kept it, where it was not looked at by ourselves (`prometheus http://…`);
    `notes` say what was left out of it, and why.
    """

    seconds: float
    full_looks: int
    light_looks: int
    started: str
    ended: str
    source: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCost:
    """What the look itself cost: CPU and wall seconds, memory, reads; CPU for each collector."""

    cpu_s: float
    wall_s: float
    rss_bytes: int
    files_read: int
    bytes_read: int
    collectors: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """Everything that one look at one host led to; what reports are composed from.

    `evidence` holds every piece that a finding, an opinion or the coverage cites, by key.
    `digest` is the SHA-256 over coverage, evidence, findings, opinions and verdict. `story` is that
    of the target, if one was named; `timeline` what changed on the host, the newest first; `probed`
    what probes measured. `asides` are what is remembered of this host: they are beside the
    findings, and no part of the digest.
    """

    id: str
    time: str
    version: str
    host: HostFacts
    window: WindowFacts
    health: Health
    coverage: tuple[Cell, ...]
    evidence: Mapping[str, Evidence]
    findings: tuple[Finding, ...]
    opinions: tuple[Opinion, ...]
    verdict: Verdict
    unjudged: tuple[Unjudged, ...]
    absent: Mapping[str, str]
    self_cost: SelfCost
    digest: str
    settings_digest: str
    scope: tuple[Resource, ...] = ()
    goals: Goals = Goals()  # noqa: RUF009 - a frozen value
    story: TargetStory | None = None
    timeline: tuple[Change, ...] = ()
    probed: tuple[ProbeResult, ...] = ()
    panel: PanelRecord | None = None
    asides: tuple[Aside, ...] = ()
