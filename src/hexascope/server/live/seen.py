"""What a topic shows at the moment: what a client gets that begins to listen, or missed something.

`of` are the attributes that selectors of permissions choose by.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.access import Caller, Verb
from hexascope.domain.errors import NotKnown
from hexascope.domain.job import Job
from hexascope.kit.clock import rfc3339
from hexascope.server.live.topics import Topic
from hexascope.server.requests.ours import attributes
from hexascope.services.jobs.events import state_told
from hexascope.store.contract import Kept
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.content.findings import Findings, KeptFinding
from hexascope.store.database.hosts import Hosts, KnownHost
from hexascope.store.database.scope import Scope
from hexascope.store.database.work.jobs import JobFilter

EXAMINING = ("examine", "judge")
"""The kinds of jobs that make examinations."""

MOST_SHOWN = 100
"""Things that a topic of many shows: the newest."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for what is to be seen."""

    parts: Parts
    scope: Scope
    caller: Caller


@dataclass(frozen=True, slots=True)
class Seen:
    """What a topic shows, and of what."""

    data: Mapping[str, Any]
    of: Mapping[str, str] = field(default_factory=dict)


Look = Callable[[Asked, str], Awaitable[Seen]]


async def look(asked: Asked, topic: Topic) -> Seen:
    """Look at what a topic shows now; NotKnown where there is no such thing."""
    return await _LOOKS[topic.kind](asked, topic.id)


async def attributes_by_id(scope: Scope) -> Mapping[str, Mapping[str, str]]:
    """Give what all hosts are chosen by."""
    return {one.facts.id: attributes(one) for one in await Hosts(scope).all()}


async def _host(asked: Asked, id_: str) -> Seen:
    known = await Hosts(asked.scope).one(id_)
    return Seen(_host_told(known), attributes(known))


async def _hosts(asked: Asked, _id: str) -> Seen:
    known = (await Hosts(asked.scope).all())[:MOST_SHOWN]
    mine = [one for one in known if asked.caller.may(Verb.READ, "hosts", attributes(one))]
    return Seen({"items": [_host_told(one) for one in mine]})


async def _job(asked: Asked, id_: str) -> Seen:
    job = await asked.parts.jobs.one(asked.scope, id_)
    return Seen(_job_told(job), await _of_host(asked, job.host))


async def _jobs(asked: Asked, _id: str) -> Seen:
    found = await asked.parts.jobs.page(asked.scope, JobFilter(), limit=MOST_SHOWN)
    mine = [one for one in found if await _may(asked, "jobs", one.host)]
    return Seen({"items": [_job_told(one) for one in mine]})


async def _examination(asked: Asked, id_: str) -> Seen:
    """An examination has the id of its job, and is kept when that is done."""
    try:
        kept = await Examinations(asked.scope).one(id_)
        return Seen({"examination": _kept_told(kept)}, await _of_kept(asked, kept))
    except NotKnown:
        job = await asked.parts.jobs.one(asked.scope, id_)
        if job.kind not in EXAMINING:
            raise
        return Seen({"job": _job_told(job)}, await _of_host(asked, job.host))


async def _examinations(asked: Asked, _id: str) -> Seen:
    found = (await Examinations(asked.scope).page(limit=MOST_SHOWN)).items
    mine = [one for one in found if await _may(asked, "examinations", one.host_id)]
    return Seen({"items": [_kept_told(one) for one in mine]})


async def _findings(asked: Asked, _id: str) -> Seen:
    found = (await Findings(asked.scope).page(limit=MOST_SHOWN)).items
    mine = [one for one in found if await _may(asked, "findings", one.host_id)]
    return Seen({"items": [_finding_told(one) for one in mine]})


async def _nothing(_asked: Asked, _id: str) -> Seen:
    return Seen({"items": []})


_LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "host": _host,
        "hosts": _hosts,
        "job": _job,
        "jobs": _jobs,
        "examination": _examination,
        "examinations": _examinations,
        "findings": _findings,
        "schedules": _nothing,
    }
)


async def _may(asked: Asked, resource: str, host: str) -> bool:
    """Tell whether the caller may read something that belongs to a host."""
    if asked.caller.may(Verb.READ, resource):
        return True
    return asked.caller.may(Verb.READ, resource, await _of_host(asked, host))


async def _of_kept(asked: Asked, kept: Kept) -> Mapping[str, str]:
    return {"host": kept.host_name, "id": kept.host_id, **await _of_host(asked, kept.host_id)}


async def _of_host(asked: Asked, host: str) -> Mapping[str, str]:
    """Give the attributes of a host by its id; none where it is none that is known."""
    if not host:
        return {}
    try:
        return attributes(await Hosts(asked.scope).one(host))
    except NotKnown:
        return {"id": host}


def _host_told(known: KnownHost) -> dict[str, Any]:
    return {
        "id": known.facts.id,
        "name": known.facts.name,
        "labels": dict(known.labels),
        "first_seen": rfc3339(known.first_seen),
        "last_seen": rfc3339(known.last_seen),
    }


def _job_told(job: Job) -> dict[str, Any]:
    told = {name: value for name, value in state_told(job).items() if name not in ("event", "of")}
    return {**told, "host": job.host, "by": job.by, "created": rfc3339(job.created)}


def _kept_told(kept: Kept) -> dict[str, Any]:
    return {
        "id": kept.id,
        "host_id": kept.host_id,
        "host": kept.host_name,
        "time": kept.time,
        "score": kept.score,
        "findings": kept.findings,
        "worst": kept.worst,
        "headline": kept.headline,
    }


def _finding_told(one: KeptFinding) -> dict[str, Any]:
    return {
        "examination": one.examination,
        "id": one.id,
        "host_id": one.host_id,
        "host": one.host_name,
        "time": rfc3339(one.time),
        "check": one.check,
        "resource": one.resource,
        "severity": one.severity.word,
        "when": one.when,
        "title": one.title,
    }
