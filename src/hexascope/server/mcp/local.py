"""What the folders of the command line know, without a server: this host's examinations."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import islice
from typing import Any

from hexascope import bootstrap
from hexascope.collect.contract import Look, Plan
from hexascope.domain.errors import BadInput, NotKnown
from hexascope.domain.series import parted
from hexascope.domain.use import Severity
from hexascope.kit import clock
from hexascope.report.contract import Manner
from hexascope.report.formats.json import json as as_json
from hexascope.server.mcp.known import (
    LATEST,
    ExamineAsked,
    FindingsAsked,
    Report,
    SeriesAsked,
    kept_told,
)
from hexascope.services import remembering, running
from hexascope.services.examinations import Wishes
from hexascope.services.explaining import explain
from hexascope.services.sources.contract import Where
from hexascope.settings.read import Known as Settings
from hexascope.settings.read import nearest
from hexascope.store.contract import Kept

MOST_READ = 200
"""Kept reports that one question reads, the newest."""

MOST_LINES = 200
"""Series of one answer."""


class Local:
    """Answers from the archive below the state folder; one examination at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._busy = asyncio.Lock()

    async def examine(self, asked: ExamineAsked) -> Report:
        """Examine this host by rules, and keep the report."""
        if asked.host and asked.host not in self._names():
            raise BadInput(f"without a server this host alone is examined, not {asked.host[:60]!r}")
        if self._busy.locked():
            raise BadInput("an examination is under way; ask for it when it is done")
        async with self._busy:
            return await asyncio.to_thread(self._examined, asked)

    def _names(self) -> tuple[str, str]:
        from hexascope.bootstrap.places import this_host
        from hexascope.collect.hosts.local import LocalFiles

        facts = this_host(LocalFiles())
        return facts.id, facts.name

    def _examined(self, asked: ExamineAsked) -> Report:
        said = self._settings.settings
        window = said.examine.window_seconds if asked.window_s is None else asked.window_s
        wishes = Wishes(
            plan=Plan(window_seconds=window, light_seconds=said.examine.light_seconds),
            scope=asked.scope,
            strict=said.examine.strict,
            goals=bootstrap.goals(self._settings),
        )
        service = bootstrap.examinations(self._settings)
        keeps = said.keep.examinations
        bundle = running.temporary_bundle() if keeps else None
        try:
            looked = bootstrap.source(self._settings, Where()).look(service, wishes, _quiet, bundle)
            memory = remembering.recall(bootstrap.memories(), looked.host.id, clock.wall())
            made = running.examine(service, replace(looked, memory=memory), wishes)
            if keeps:
                running.keep(bootstrap.archive(self._settings), made, bundle)
                remembering.remember(bootstrap.memories(), made)
        finally:
            if bundle is not None:
                bundle.unlink(missing_ok=True)
        return _read(as_json.write(made, Manner()))

    async def report(self, examination: str) -> Report:
        """Give a kept report."""
        return await asyncio.to_thread(self._report, examination)

    def _report(self, examination: str) -> Report:
        if examination == LATEST:
            newest = next(self._all(""), None)
            if newest is None:
                raise NotKnown("no examination is kept yet: call examine")
            examination = newest.id
        return _read(bootstrap.archive(self._settings).report(examination))

    async def kept(self, *, host: str, limit: int) -> Sequence[Mapping[str, Any]]:
        """List kept examinations."""
        return await asyncio.to_thread(
            lambda: [kept_told(one) for one in islice(self._all(host), limit)]
        )

    def _all(self, host: str) -> Iterator[Kept]:
        for one in bootstrap.archive(self._settings).all():
            if not host or host in (one.host_id, one.host_name):
                yield one

    async def findings(self, asked: FindingsAsked) -> Sequence[Mapping[str, Any]]:
        """List findings of kept examinations."""
        return await asyncio.to_thread(lambda: list(islice(self._findings(asked), asked.limit)))

    def _findings(self, asked: FindingsAsked) -> Iterator[Mapping[str, Any]]:
        wanted = {one.word for one in Severity if one >= asked.severity}
        for kept, report in self._reports(asked.host, asked.examination):
            for one in report.get("findings", ()):
                fits = one.get("severity") in wanted and asked.check in ("", one.get("check"))
                if fits:
                    yield {
                        "examination": kept.id,
                        "host": kept.host_name,
                        "time": kept.time,
                        **{name: one.get(name) for name in FINDING},
                    }

    def _reports(self, host: str, examination: str = "") -> Iterator[tuple[Kept, Report]]:
        archive = bootstrap.archive(self._settings)
        for kept in islice(self._all(host), MOST_READ):
            if kept.id.startswith(examination):
                with suppress(BadInput):  # it was removed meanwhile
                    yield kept, _read(archive.report(kept.id))

    async def series(self, asked: SeriesAsked) -> Mapping[str, Any]:
        """Give the evidence of kept examinations as series: one value each."""
        return await asyncio.to_thread(self._series, asked)

    def _series(self, asked: SeriesAsked) -> Mapping[str, Any]:
        lines: dict[tuple[str, str], dict[str, Any]] = {}
        left_out = 0
        for kept, report in self._reports(asked.host):
            moment = clock.seconds_of(kept.time)
            if not asked.start <= moment <= (asked.end or moment):
                continue
            for key, piece in report.get("evidence", {}).items():
                if not _fits(key, asked.match) or piece.get("value") is None:
                    continue
                place = (kept.host_name, key)
                if place not in lines and len(lines) >= MOST_LINES:
                    left_out += 1
                    continue
                line = lines.setdefault(
                    place,
                    {"host": place[0], "key": key, "unit": piece.get("unit", ""), "points": []},
                )
                line["points"].insert(0, [moment, piece["value"]])
        more = {"left_out": left_out} if left_out else {}
        return {"lines": list(lines.values()), "of": "one value an examination", **more}

    def explain(self, name: str) -> str:
        """Explain a name, in English."""
        return explain(name, bootstrap.named_things(self._settings), lambda words: words, nearest)


FINDING = (
    "id",
    "check",
    "resource",
    "severity",
    "title",
    "description",
    "when",
    "culprit",
    "recommendation",
)


def _read(text: str) -> Report:
    try:
        report = json.loads(text)
    except ValueError:
        report = None
    if not isinstance(report, dict):
        raise BadInput("that report is damaged")
    return report


def _fits(key: str, match: str) -> bool:
    """Tell whether a key is meant by globs for its family and its labels."""
    family, labels = parted(key)
    wanted, brace, rest = match.partition("{")
    known = dict(labels)
    pairs = [one.partition("=") for one in rest.rstrip("}").split(",")] if brace else []
    return fnmatchcase(family, wanted) and all(
        name in known and fnmatchcase(known[name], pattern) for name, _, pattern in pairs
    )


def _quiet(_look: Look) -> None:
    """Tell nobody."""
