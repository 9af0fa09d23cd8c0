"""Examining the host that this worker runs on."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hexascope.collect.contract import Look
from hexascope.consult.contract import Errands
from hexascope.consult.record.keeper import Spoken
from hexascope.consult.voices.speaking import Turn
from hexascope.domain.errors import CannotExamine
from hexascope.domain.examination import Examination
from hexascope.kit import clock
from hexascope.llm.contract import ModelError, Piece
from hexascope.services import deepening, remembering
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.handlers.apart import Stop, apart
from hexascope.services.handlers.asked import Asked, asked_in
from hexascope.services.handlers.keeping import (
    Ready,
    after_keeping,
    keep,
    kept_already,
    ready,
    result_of,
    whole_of,
)
from hexascope.services.handlers.means import NO_MORE, After, Gather, Means, nothing_after
from hexascope.services.handlers.telling import JUDGED, LOOKED, Telling, telling
from hexascope.services.jobs.contract import Running
from hexascope.services.looked import Looked, rss_bytes
from hexascope.services.running import judged, temporary_bundle
from hexascope.services.sources.contract import Source
from hexascope.services.sources.kept import KeptLooks


def nothing_else(_connection: object) -> None:
    """Write nothing beside the examination."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examine:
    """Examines this host; the job's id is that of the examination, so it is kept once."""

    gather: Gather
    here: Callable[[], str]
    after: After = nothing_after
    alone: threading.Lock = field(default_factory=threading.Lock)

    async def __call__(self, running: Running) -> Mapping[str, Any]:
        """Look, judge, keep, and give where it is."""
        asked = asked_in(Asked, running.job.payload)
        refuse_elsewhere(running.job.host, self.here())
        known = await again(running, self.gather, self.after, asked)
        if known is not None:
            return known
        bundle = temporary_bundle()
        try:
            async with telling(running) as tell:
                means, one = await apart(
                    lambda stop: examined(
                        Doing(running, self.gather, asked, tell, stop, self.alone),
                        bundle,
                        from_bundle=False,
                    )
                )
                await keep(running, means, one, nothing_else)
                return await after_keeping(running, means, one.made, self.after)
        finally:
            bundle.unlink(missing_ok=True)


def refuse_elsewhere(wanted: str, here: str) -> None:
    """Refuse to take this machine for another: CannotExamine, so that another worker may try."""
    if wanted not in ("", here):
        raise CannotExamine(f"the host {wanted} is not the one that this worker runs on: {here}")


async def again(
    running: Running, gather: Gather, after: After, asked: Asked
) -> Mapping[str, Any] | None:
    """Give what an earlier attempt has kept, once what follows the keeping is done as well."""
    kept = await kept_already(running.scope, running.job.id)
    if kept is None:
        return None
    made = await whole_of(running.scope, kept.id)
    if made is not None:
        means = await apart(lambda _stop: gather(running.scope, asked.language))
        await after_keeping(running, means, made, after)
    return result_of(kept)


@dataclass(frozen=True, slots=True)
class Doing:
    """An examination under way in the thread of its job; `more` as for Gather.

    Who looks at this host holds `alone`: two looks at once would see each other's work.
    """

    running: Running
    gather: Gather
    asked: Asked
    tell: Telling
    stop: Stop
    alone: threading.Lock = field(default_factory=threading.Lock)
    more: Mapping[str, str] = field(default_factory=lambda: NO_MORE)
    id: str = ""

    @property
    def examination(self) -> str:
        """Give the id of what is made: the job's, unless it has one of its own."""
        return self.id or self.running.job.id


def examined(doing: Doing, bundle: Path, *, from_bundle: bool) -> tuple[Means, Ready]:
    """Look at this host, or at what a bundle holds, and judge it; blocking."""
    asked, tell, stop = doing.asked, doing.tell, doing.stop
    means = doing.gather(doing.running.scope, asked.language, doing.more)
    wishes = means.wishes(asked)
    live = means.live(doing.examination, doing.running.job.host)

    def spoken(role: str, what: Turn | Spoken | ModelError | Piece) -> None:
        tell.panel(role, what)
        live(role, what)

    voices = means.voices(asked.model, asked.mode, spoken)
    service = means.service(voices)
    stop.check()
    began = clock.cpu_seconds()
    if from_bundle:
        looked = _look(doing, service, wishes, KeptLooks(path=bundle), None)
    else:
        tell.step(0.0, "waiting for its turn to look at the host")
        with stop.holding(doing.alone):
            looked = _look_here(doing, means, service, wishes, bundle)
    stop.check()
    tell.step(LOOKED, "judging")
    errands: Errands | None = None
    if voices is not None:
        errands = means.errands(service, looked, wishes, bundle, not from_bundle)
    made = stop.run(judged(service, looked, wishes, errands, id=doing.examination))
    tell.step(JUDGED, "keeping")
    spent = clock.cpu_seconds() - began
    return means, ready(means, _costed(made, spent), bundle, asked.language)


def _look_here(
    doing: Doing, means: Means, service: Examinations, wishes: Wishes, bundle: Path
) -> Looked:
    """Look at this host, and probe what was found where that is asked for."""
    looked = _look(doing, service, wishes, means.here, bundle)
    told = remembering.recall(means.memories, looked.host.id, clock.wall())
    if wishes.deep:
        doing.tell.step(LOOKED, "probing what was found")
    return deepening.deepen(service, replace(looked, memory=told), wishes, bundle)


def _look(
    doing: Doing, service: Examinations, wishes: Wishes, source: Source, bundle: Path | None
) -> Looked:
    tell = doing.tell.looks(wishes.plan)

    def look(one: Look) -> None:
        doing.stop.check()
        tell(one)

    return source.look(service, wishes, look, bundle)


def _costed(made: Examination, spent: float) -> Examination:
    """Say what the examination took: of this process the thread that did it, not the server."""
    return replace(made, self_cost=replace(made.self_cost, cpu_s=spent, rss_bytes=rss_bytes()))
