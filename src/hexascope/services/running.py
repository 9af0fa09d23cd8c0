"""One examination from beginning to end: look, record, judge, keep, and tell what it cost."""

import asyncio
import os
import resource
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hexascope.collect.bundle.read import KeptHost
from hexascope.collect.bundle.write import BundleWriter, RecordedHost
from hexascope.collect.contract import Looks
from hexascope.collect.hosts.local import LocalFiles, LocalHost
from hexascope.derive.host import host_facts
from hexascope.domain.errors import BadBundle, CannotExamine, CannotWrite
from hexascope.domain.examination import Examination, SelfCost
from hexascope.domain.host import HostFacts
from hexascope.domain.snapshot import Window
from hexascope.domain.use import Severity
from hexascope.kit import clock
from hexascope.kit.ids import uuid7
from hexascope.report.contract import Manner
from hexascope.report.formats.json import json as as_json
from hexascope.services.examinations import Examinations, Progress, Wishes
from hexascope.store.contract import Archive, Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A window with the host it is of, and what looking cost."""

    window: Window
    host: HostFacts
    cost: SelfCost


def look_here(
    service: Examinations,
    host: HostFacts,
    wishes: Wishes,
    progress: Progress,
    bundle: Path | None,
    niceness: int,
) -> Looked:
    """Look at this host for a window; with a path, the evidence bundle is written there."""
    _lower_priority(niceness)
    began = clock.monotonic()
    files = LocalFiles()
    local = LocalHost(files)
    if bundle is None:
        window = service.look(local, wishes.plan, progress)
    else:
        window = record_here(service, local, host, wishes, progress, bundle)
    return Looked(window=window, host=host, cost=_cost(window, files.reads, began))


def record_here(
    service: Examinations,
    local: Looks,
    host: HostFacts,
    wishes: Wishes,
    progress: Progress,
    bundle: Path,
) -> Window:
    """Look, and write what was read into a bundle."""
    try:
        with bundle.open("wb") as stream:
            writer = BundleWriter(stream)
            try:
                window = service.look(RecordedHost(local, writer), wishes.plan, progress)
                writer.close(host_facts(host, window), wishes.plan, {"uid": os.geteuid()})
            finally:
                writer.abandon()
    except OSError as error:
        raise CannotWrite(
            f"the evidence bundle could not be written: {error.strerror or error};"
            " make room, or use --no-keep"
        ) from None
    return window


def look_back(service: Examinations, bundle: Path, wishes: Wishes, progress: Progress) -> Looked:
    """Take the looks of a bundle instead of looking at a host."""
    began = clock.monotonic()
    kept = KeptHost(bundle)
    try:
        window = service.look(kept, wishes.plan, progress)
    except ValueError as error:
        raise BadBundle(f"{bundle}: {error}") from None
    return Looked(window=window, host=kept.facts, cost=_cost(window, {}, began))


def examine(service: Examinations, looked: Looked, wishes: Wishes) -> Examination:
    """Judge what was looked at."""
    made = asyncio.run(
        service.judge(
            looked.window,
            looked.host,
            wishes,
            id=uuid7(clock.wall()),
            self_cost=looked.cost,
        )
    )
    if not made.evidence and not made.findings:
        raise CannotExamine(
            "nothing at all could be measured here: is /proc mounted? `hexascope doctor` tells more"
        )
    spent = replace(looked.cost, cpu_s=clock.process_cpu_seconds(), rss_bytes=_rss_bytes())
    return replace(made, self_cost=spent)


def keep(archive: Archive, made: Examination, bundle: Path | None) -> Kept:
    """Keep an examination with its bundle."""
    from hexascope.words import render

    worst = max((one.severity for one in made.findings), default=Severity.INFO)
    return archive.keep(
        Kept(
            id=made.id,
            host_id=made.host.id,
            host_name=made.host.name,
            time=made.time,
            score=made.health.score,
            findings=sum(one.severity > Severity.INFO for one in made.findings),
            worst=worst.word,
            headline=render(made.verdict.headline),
            size_bytes=0,
        ),
        as_json.write(made, Manner()),
        bundle,
    )


def temporary_bundle() -> Path:
    """Give a path for a bundle that is moved or removed afterwards."""
    handle, name = tempfile.mkstemp(prefix="hexascope-", suffix=".hxb")
    os.close(handle)
    return Path(name)


def _lower_priority(niceness: int) -> None:
    try:
        os.nice(max(0, min(19, niceness) - os.nice(0)))
    except OSError:
        return  # a sandbox may forbid it: then the look runs at the priority it has


def _cost(window: Window, reads: Mapping[str, int], began: float) -> SelfCost:
    return SelfCost(
        cpu_s=clock.process_cpu_seconds(),
        wall_s=clock.monotonic() - began,
        rss_bytes=_rss_bytes(),
        files_read=reads.get("files", 0),
        bytes_read=reads.get("bytes", 0),
        collectors=dict(sorted(window.last.cost.items(), key=lambda one: -one[1])),
    )


def _rss_bytes() -> int:
    """Give the peak of the resident memory; Linux tells it in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
