"""Tasks over HTTP: given in words, built, executed, answered; their history is kept."""

from collections.abc import Mapping

from fastapi import APIRouter, Response

from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.access import NOTHING, Caller, Verb
from hexascope.domain.errors import BadInput, NotKnown
from hexascope.domain.job import JobState
from hexascope.kit.clock import rfc3339
from hexascope.kit.ids import uuid7
from hexascope.kit.whole import plainly
from hexascope.server.defining import fitting
from hexascope.server.requests.asked import AskCaller, AskId, AskParts, AskScope
from hexascope.server.requests.asking import host_to_examine
from hexascope.server.requests.beginning import Wanted, begin_with, begun_or_done
from hexascope.server.requests.guard import may, must
from hexascope.server.requests.ours import attributes, must_of
from hexascope.server.requests.paging import AskPage, Listed, listed
from hexascope.server.requests.waiting import AskWait
from hexascope.server.schemas.examinations import Begun
from hexascope.server.schemas.tasks import Task, TaskAsked, TaskLine, line_shown, task_shown
from hexascope.services.tasks.contract import AskedTask, State
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.content.tasks import KeptTask, Tasks
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.scope import Scope

PLACE = "/api/v1/tasks"
tasks = APIRouter(prefix=PLACE, tags=["tasks"])

ENDED = (State.DONE, State.FAILED)


@tasks.post("", status_code=202, dependencies=[may(Verb.RUN, "tasks")])
async def give_task(
    asked: TaskAsked,
    parts: AskParts,
    scope: AskScope,
    caller: AskCaller,
    id_: AskId,
    response: Response,
    wait: AskWait = 0,
) -> Begun:
    """Give a task in words: 202 with the job and where its answer will be, or wait for it."""
    host = await _host_of(parts, scope, caller, asked)
    now = parts.clock()
    if len({one.name for one in asked.definitions}) < len(asked.definitions):
        raise BadInput("definitions: two of them have the same name")
    said = AskedTask(
        words=asked.words,
        time=rfc3339(now),
        new_examination=uuid7(now),
        examination=asked.examination,
        specialists=tuple(dict.fromkeys(asked.specialists)),
        definitions=tuple((one.name, fitting(one)) for one in asked.definitions),
        window_s=asked.window_s,
        deep=asked.deep,
        model=asked.model,
        language=asked.language,
    )
    payload = plainly(said)
    new = KeptTask(
        id=id_,
        state=State.IDLE.value,
        asked={**payload, "host": host},
        by=caller.name,
        created=now,
        changed=now,
    )
    wanted = Wanted(
        kind="task",
        id=id_,
        payload=payload,
        result=f"{PLACE}/{id_}",
        host="" if asked.examination else host,
    )
    kept = Tasks(scope)
    job = await begin_with(parts, scope, caller, wanted, lambda each: kept.add(each, new))
    return await begun_or_done(parts, scope, job, wanted, response, wait)


@tasks.get("", dependencies=[may(Verb.READ, "tasks")])
async def list_tasks(scope: AskScope, caller: AskCaller, page: AskPage) -> Listed[TaskLine]:
    """List tasks, the newest first."""
    found = await Tasks(scope).page(page.fetched, page.after(float, str))
    things = await _things(scope) if not caller.may(Verb.READ, "tasks") else None
    shown = listed(found.items, page, _itself, lambda one: (one.created, one.id))
    return Listed(
        items=[
            line_shown(one)
            for one in shown.items
            if things is None or caller.may(Verb.READ, "tasks", things.get(_host(one), NOTHING))
        ],
        next=shown.next,
    )


@tasks.get("/{task}", dependencies=[may(Verb.READ, "tasks")])
async def read_task(task: str, parts: AskParts, scope: AskScope, caller: AskCaller) -> Task:
    """Give one task: its state, its plan, its log, and the answer with its proof."""
    kept = await _one(scope, caller, Verb.READ, task)
    state, reason = await _standing(parts, scope, kept)
    return task_shown(kept, state, reason)


@tasks.delete("/{task}", status_code=204, dependencies=[may(Verb.REMOVE, "tasks")])
async def remove_task(task: str, scope: AskScope, caller: AskCaller) -> Response:
    """Remove a task from the history; the examination that it made stays."""
    await _one(scope, caller, Verb.REMOVE, task)
    await Tasks(scope).remove(task)
    return Response(status_code=204)


def _itself(one: KeptTask) -> KeptTask:
    return one


def _host(one: KeptTask) -> str:
    return str(one.asked.get("host", ""))


async def _host_of(parts: Parts, scope: Scope, caller: Caller, asked: TaskAsked) -> str:
    """Give the id of the host that a task is about, where the caller may ask of it."""
    if not asked.examination:
        return await host_to_examine(parts.known, scope, caller, asked.host)
    if asked.host:
        raise BadInput("host: the examination that is named is of a host already; leave it out")
    kept = await Examinations(scope).one(asked.examination)
    await must_of(scope, caller, Verb.READ, "examinations", kept.host_id)
    await must_of(scope, caller, Verb.RUN, "tasks", kept.host_id)
    return kept.host_id


async def _one(scope: Scope, caller: Caller, verb: Verb, id_: str) -> KeptTask:
    kept = await Tasks(scope).one(id_)
    things = await _things(scope) if not caller.may(verb, "tasks") else {}
    must(caller, verb, "tasks", things.get(_host(kept), NOTHING))
    return kept


async def _things(scope: Scope) -> Mapping[str, Mapping[str, str]]:
    return {one.facts.id: attributes(one) for one in await Hosts(scope).all()}


async def _standing(parts: Parts, scope: Scope, kept: KeptTask) -> tuple[str, str]:
    """Give a task's state, and why: its job may have been cancelled, or given up."""
    if kept.state in ENDED:
        return kept.state, kept.reason
    try:
        job = await parts.jobs.one(scope, kept.id)
    except NotKnown:
        return State.FAILED.value, "its job is gone"
    if job.state in (JobState.FAILED, JobState.CANCELLED):
        return job.state.value, job.reason
    return kept.state, job.reason
