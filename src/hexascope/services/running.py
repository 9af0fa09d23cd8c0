"""One examination from beginning to end: look, probe, judge, keep, and tell what it cost."""

import asyncio
import os
import tempfile
from dataclasses import replace
from pathlib import Path

from hexascope.consult.contract import Errands
from hexascope.domain.errors import CannotExamine
from hexascope.domain.examination import Examination
from hexascope.domain.use import Severity
from hexascope.kit import clock
from hexascope.kit.ids import uuid7
from hexascope.report.contract import Manner
from hexascope.report.formats.json import json as as_json
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.looked import Looked, rss_bytes
from hexascope.store.contract import Archive, Kept


def examine(
    service: Examinations, looked: Looked, wishes: Wishes, errands: Errands | None = None
) -> Examination:
    """Judge what was looked at; `errands` are what a panel may have done before it judges."""
    made = asyncio.run(judged(service, looked, wishes, errands))
    spent = replace(looked.cost, cpu_s=clock.process_cpu_seconds(), rss_bytes=rss_bytes())
    return replace(made, self_cost=spent)


async def judged(
    service: Examinations,
    looked: Looked,
    wishes: Wishes,
    errands: Errands | None = None,
    *,
    id: str = "",  # noqa: A002 - the word of the domain
) -> Examination:
    """Judge as `examine` does, for who has a loop, and may have the examination's id already."""
    made = await service.judge(looked, wishes, id=id or uuid7(clock.wall()), errands=errands)
    if not made.evidence and not made.findings:
        raise CannotExamine(
            "nothing at all could be measured here: is /proc mounted? `hexascope doctor` tells more"
        )
    return made


def keep(archive: Archive, made: Examination, bundle: Path | None) -> Kept:
    """Keep an examination with its bundle."""
    return archive.keep(summary(made), as_json.write(made, Manner()), bundle)


def summary(made: Examination) -> Kept:
    """Give an examination in a line, as archives list it."""
    from hexascope.words import render

    worst = max((one.severity for one in made.findings), default=Severity.INFO)
    return Kept(
        id=made.id,
        host_id=made.host.id,
        host_name=made.host.name,
        time=made.time,
        score=made.health.score,
        findings=sum(one.severity > Severity.INFO for one in made.findings),
        worst=worst.word,
        headline=render(made.verdict.headline),
        size_bytes=0,
    )


def temporary_bundle() -> Path:
    """Give a path for a bundle that is moved or removed afterwards."""
    handle, name = tempfile.mkstemp(prefix="hexascope-", suffix=".hxb")
    os.close(handle)
    return Path(name)
