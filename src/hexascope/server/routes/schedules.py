"""Schedules over HTTP: examinations again and again."""

from typing import Any

from fastapi import APIRouter, Response

from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.access import Caller, Verb
from hexascope.domain.errors import NotKnown
from hexascope.server.requests.asked import AskCaller, AskId, AskParts, AskScope
from hexascope.server.requests.asking import host_to_examine
from hexascope.server.requests.guard import may, must
from hexascope.server.requests.paging import AskPage, Listed, listed
from hexascope.server.routes.jobs import attributes_of
from hexascope.server.schemas.examinations import ExaminationAsked, asked_for
from hexascope.server.schemas.schedules import (
    ScheduleAsked,
    ScheduleChange,
    ScheduleShown,
    schedule_shown,
)
from hexascope.services.handlers.asked import payload
from hexascope.services.jobs.times import next_time
from hexascope.store.database.scope import Scope
from hexascope.store.database.work.schedules import Schedule, Schedules

PLACE = "/api/v1/schedules"
EXAMINE = "examine"
schedules = APIRouter(prefix=PLACE, tags=["schedules"])


@schedules.get("", dependencies=[may(Verb.READ, "schedules")])
async def list_schedules(
    scope: AskScope, caller: AskCaller, page: AskPage
) -> Listed[ScheduleShown]:
    """List schedules by name."""
    after = page.after(str, str)
    rows = [
        one
        for one in await Schedules(scope).all()
        if (after is None or _place(one) > after)
        and caller.may(Verb.READ, "schedules", await attributes_of(scope, one.host))
    ]
    return listed(sorted(rows, key=_place)[: page.fetched], page, schedule_shown, _place)


@schedules.post("", status_code=201, dependencies=[may(Verb.CREATE, "schedules")])
async def create_schedule(
    asked: ScheduleAsked,
    parts: AskParts,
    scope: AskScope,
    caller: AskCaller,
    id_: AskId,
    response: Response,
) -> ScheduleShown:
    """Keep a schedule: its first job is made when its time comes."""
    now = parts.clock()
    work = await _work(parts, scope, caller, asked.examine)
    must(caller, Verb.CREATE, "schedules", await attributes_of(scope, work["host"]))
    made = Schedule(
        id=id_,
        tenant=scope.tenant,
        name=asked.name,
        cron=asked.cron,
        zone=asked.zone,
        kind=EXAMINE,
        priority=asked.priority,
        by=caller.name,
        enabled=asked.enabled,
        created=now,
        next=next_time(asked.cron, asked.zone, now),
        **work,
    )
    await Schedules(scope).add(made)
    response.headers["Location"] = f"{PLACE}/{made.id}"
    return schedule_shown(made)


@schedules.get("/{schedule}", dependencies=[may(Verb.READ, "schedules")])
async def read_schedule(schedule: str, scope: AskScope, caller: AskCaller) -> ScheduleShown:
    """Give one schedule."""
    return schedule_shown(await _one(scope, caller, Verb.READ, schedule))


@schedules.patch("/{schedule}", dependencies=[may(Verb.CHANGE, "schedules")])
async def change_schedule(
    schedule: str, change: ScheduleChange, parts: AskParts, scope: AskScope, caller: AskCaller
) -> ScheduleShown:
    """Change a schedule, halt it, or let it go on: from its next time on."""
    kept = await _one(scope, caller, Verb.CHANGE, schedule)
    values: dict[str, Any] = change.model_dump(exclude_none=True, exclude={"examine"})
    if change.examine is not None:
        values |= await _work(parts, scope, caller, change.examine)
        must(caller, Verb.CHANGE, "schedules", await attributes_of(scope, values["host"]))
    if values.keys() & {"cron", "zone", "enabled"}:
        cron, zone = values.get("cron", kept.cron), values.get("zone", kept.zone)
        values["next"] = next_time(cron, zone, parts.clock())
    return schedule_shown(await Schedules(scope).change(schedule, values))


@schedules.delete("/{schedule}", status_code=204, dependencies=[may(Verb.REMOVE, "schedules")])
async def remove_schedule(schedule: str, scope: AskScope, caller: AskCaller) -> Response:
    """Remove a schedule; the jobs that it has made stay."""
    await _one(scope, caller, Verb.REMOVE, schedule)
    await Schedules(scope).remove(schedule)
    return Response(status_code=204)


async def _one(scope: Scope, caller: Caller, verb: Verb, schedule: str) -> Schedule:
    kept = await Schedules(scope).one(schedule)
    try:
        must(caller, verb, "schedules", await attributes_of(scope, kept.host))
    except NotKnown:
        raise NotKnown(f"no schedule {schedule!r:.80} is known") from None
    return kept


async def _work(
    parts: Parts, scope: Scope, caller: Caller, asked: ExaminationAsked
) -> dict[str, Any]:
    """Say what its jobs do, where the caller may have it done; Denied."""
    host = await host_to_examine(parts.known, scope, caller, asked.host)
    return {"host": host, "payload": payload(asked_for(asked))}


def _place(one: Schedule) -> tuple[str, str]:
    return one.name, one.id
