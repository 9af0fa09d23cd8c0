"""What a server's parts know, as far as the caller may see it."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from hexascope import bootstrap
from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.access import Caller, Verb
from hexascope.domain.deed import Deed
from hexascope.domain.errors import NotKnown
from hexascope.domain.job import JobState
from hexascope.kit.clock import rfc3339
from hexascope.kit.ids import uuid7
from hexascope.server.mcp.known import (
    LATEST,
    ExamineAsked,
    FindingsAsked,
    Report,
    SeriesAsked,
    kept_told,
)
from hexascope.server.requests.asking import host_to_examine
from hexascope.server.requests.beginning import Wanted, begin, refuse_failed
from hexascope.server.requests.ours import host_named, hosts_meant, must_of
from hexascope.server.requests.waiting import ended
from hexascope.services.explaining import explain
from hexascope.services.handlers.asked import RULES, Asked, payload
from hexascope.services.series.asking import Question, ask
from hexascope.settings.read import nearest
from hexascope.store.contract import Kept
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.content.findings import Findings, KeptFinding
from hexascope.store.database.content.findings import Wanted as WantedFindings
from hexascope.store.database.scope import Scope
from hexascope.store.database.series.names import match_of


class Stored:
    """Answers one caller from his tenant's rows."""

    def __init__(self, parts: Parts, caller: Caller, *, trace: str = "", address: str = "") -> None:
        self._parts = parts
        self._caller = caller
        self._trace = trace
        self._address = address

    @property
    def _scope(self) -> Scope:
        return self._parts.store.of(self._caller.tenant)

    async def examine(self, asked: ExamineAsked) -> Report:
        """Have a job examine a host by rules, and wait for it a while."""
        scope = self._doing(Verb.RUN, "examinations")
        id_ = uuid7(self._parts.clock())
        wanted = Wanted(
            kind="examine",
            id=id_,
            payload=payload(Asked(window_s=asked.window_s, scope=asked.scope, model=RULES)),
            result=id_,
            host=await host_to_examine(self._parts.known, scope, self._caller, asked.host),
        )
        job = await begin(self._parts, scope, self._caller, wanted)
        job = await ended(self._parts, self._scope, job, asked.wait_s)
        refuse_failed(job)
        if job.state is not JobState.DONE:
            return {
                "examination": id_,
                "state": str(job.state),
                "step": job.step,
                "next": f"call get_report with examination {id_} in a while",
            }
        return await self.report(id_)

    async def report(self, examination: str) -> Report:
        """Give a kept report."""
        kept = Examinations(self._scope)
        if examination == LATEST:
            newest = await self._kept("", 1)
            if not newest:
                raise NotKnown("no examination is kept yet: call examine")
            examination = newest[0].id
        one = await kept.one(examination)
        await must_of(self._scope, self._caller, Verb.READ, "reports", one.host_id)
        text = await kept.report(one.id)
        report: Report = await asyncio.to_thread(json.loads, text)
        return report

    async def kept(self, *, host: str, limit: int) -> Sequence[Mapping[str, Any]]:
        """List kept examinations."""
        return [kept_told(one) for one in await self._kept(host, limit)]

    async def _kept(self, host: str, limit: int) -> Sequence[Kept]:
        meant = await hosts_meant(self._scope, self._caller, "reports", name=host)
        return (await Examinations(self._scope).page(hosts=meant, limit=limit)).items

    async def findings(self, asked: FindingsAsked) -> Sequence[Mapping[str, Any]]:
        """List findings of kept examinations."""
        wanted = WantedFindings(
            hosts=await hosts_meant(self._scope, self._caller, "findings", name=asked.host),
            examination=asked.examination,
            check=asked.check,
            severity=asked.severity,
        )
        found = await Findings(self._scope).page(wanted, limit=asked.limit)
        return [_finding_told(one) for one in found.items]

    async def series(self, asked: SeriesAsked) -> Mapping[str, Any]:
        """Give series as they are kept."""
        host = "*"
        if asked.host:
            host = (await host_named(self._scope, asked.host)).facts.id
        question = Question(
            match=match_of(asked.match),
            start=asked.start,
            end=self._parts.clock() if asked.end is None else asked.end,
            host=host,
            step=asked.step,
            aggregate=asked.aggregate,
        )
        caller = self._caller
        answer = await ask(
            self._parts.series,
            caller.tenant,
            question,
            lambda attributes: caller.may(Verb.READ, "series", attributes),
        )
        lines = [asdict(one) for one in answer.lines]
        return {"lines": lines, "step": answer.step, "holes": [asdict(x) for x in answer.holes]}

    def explain(self, name: str) -> str:
        """Explain a name, in English."""
        named = bootstrap.named_things(self._parts.known)
        return explain(name, named, lambda words: words, nearest)

    def _doing(self, verb: Verb, resource: str) -> Scope:
        """Give the rows of the tenant; what is changed among them is recorded as a deed."""
        caller = self._caller
        return self._scope.doing(
            Deed(
                tenant=caller.tenant,
                actor=caller.id,
                actor_kind=caller.kind,
                actor_name=caller.name,
                verb=verb,
                resource=resource,
                time=self._parts.clock(),
                request=self._trace,
                address=self._address,
            )
        )


def _finding_told(one: KeptFinding) -> dict[str, Any]:
    told = {name: one.whole.get(name) for name in ("description", "culprit", "recommendation")}
    return {
        "examination": one.examination,
        "host": one.host_name,
        "time": rfc3339(one.time),
        "id": one.id,
        "check": one.check,
        "resource": one.resource,
        "severity": one.severity.word,
        "title": one.title,
        "when": one.when,
        **told,
    }
