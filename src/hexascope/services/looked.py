"""What came of looking: a window with its host, what it cost, and what else belongs to it."""

import resource
from collections.abc import Mapping
from dataclasses import dataclass, field

from hexascope.domain.examination import SelfCost
from hexascope.domain.host import HostFacts
from hexascope.domain.memory import Memory
from hexascope.domain.probe import ProbeResult
from hexascope.domain.snapshot import Window
from hexascope.kit import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A window with the host it is of, and what looking cost.

    `earlier` are windows of the past that are judged as well, what they show being past;
    `probed` what probes measured after the look (kept in a bundle, or measured just now).
    `source` and `notes` are told of a window that somebody else has kept (see WindowFacts);
    `sources` name the series behind families that rows carry, which readings don't tell. `memory`
    is what is remembered of the host, where it is this one and looked at now.
    """

    window: Window
    host: HostFacts
    cost: SelfCost
    earlier: tuple[Window, ...] = ()
    probed: tuple[ProbeResult, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)


def cost_of(window: Window, reads: Mapping[str, int], began: float) -> SelfCost:
    """Give what the look has cost so far; `began` on the monotonic clock."""
    return SelfCost(
        cpu_s=clock.process_cpu_seconds(),
        wall_s=clock.monotonic() - began,
        rss_bytes=rss_bytes(),
        files_read=reads.get("files", 0),
        bytes_read=reads.get("bytes", 0),
        collectors=dict(sorted(window.last.cost.items(), key=lambda one: -one[1])),
    )


def rss_bytes() -> int:
    """Give the peak of the resident memory; Linux tells it in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
