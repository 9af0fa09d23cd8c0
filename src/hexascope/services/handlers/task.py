"""Doing a task: building what it needs, executing it, and keeping the answer with its proof."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hexascope.domain.conversation import Reply, Turn
from hexascope.domain.errors import BadInput
from hexascope.domain.opinion import Role
from hexascope.kit import clock
from hexascope.kit.visible import visible
from hexascope.kit.whole import plainly
from hexascope.services.asking import Asking, read_report
from hexascope.services.handlers.apart import Stop, apart
from hexascope.services.handlers.asked import Asked, asked_in
from hexascope.services.handlers.examine import (
    Doing,
    examined,
    nothing_else,
    refuse_elsewhere,
)
from hexascope.services.handlers.keeping import after_keeping, keep, kept_already
from hexascope.services.handlers.means import After, Gather, nothing_after
from hexascope.services.handlers.telling import Telling, telling
from hexascope.services.jobs.contract import Running
from hexascope.services.running import temporary_bundle
from hexascope.services.tasks.building import built
from hexascope.services.tasks.contract import AskedTask, Plan, State
from hexascope.services.trying import tried
from hexascope.store.database.content.tasks import LONGEST_LINE, MOST_LINES, Tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Does the task of the job's id; each state is written once, by who has the job."""

    gather: Gather
    here: Callable[[], str]
    after: After = nothing_after
    alone: threading.Lock = field(default_factory=threading.Lock)

    async def __call__(self, running: Running) -> Mapping[str, Any]:
        """Build, execute, and give where the answer is."""
        asked = asked_in(AskedTask, running.job.payload)
        log = _Log(running)
        try:
            return await self._done(running, asked, log)
        except BadInput as error:
            await log.state(State.FAILED, f"failed: {error}", reason=visible(str(error)))
            raise

    async def _done(self, running: Running, asked: AskedTask, log: "_Log") -> Mapping[str, Any]:
        if not asked.examination:
            refuse_elsewhere(running.job.host, self.here())
        await log.state(State.BUILDING, "building: which specialists and evidence it needs")
        plan = await apart(lambda _stop: self._built(running, asked))
        for name, why in plan.because:
            await log.line(f"{name.replace('_', ' ')} is asked: {why}")
        await log.state(State.EXECUTING, "executing", plan=plainly(plan))
        examination = asked.examination or await self._examined(running, asked, log)
        async with telling(running) as tell:
            tell.step(0.9, "asking the panel")
            turn = await apart(
                lambda stop: self._answered(running, asked, plan, examination, tell, stop)
            )
        told = plainly(turn)
        await log.state(State.DONE, "done", examination=examination, answer=told)
        return {"task": running.job.id, "examination": examination, "turn": told}

    def _built(self, running: Running, asked: AskedTask) -> Plan:
        means = self.gather(running.scope, asked.language, asked.more)
        asking = means.asking(None)
        for name in asked.more:
            if name in asking.service.unheard:
                raise BadInput(f"{name}: {asking.service.unheard[name]}")
        voices = means.voices(asked.model, "", lambda _role, _what: None)
        return built(asked, asking, voice="rules" if voices is None else "model")

    async def _examined(self, running: Running, asked: AskedTask, log: "_Log") -> str:
        """Examine this host for the task, and keep that; once, however often it is tried."""
        id_ = asked.new_examination
        if await kept_already(running.scope, id_) is not None:
            return id_
        await log.line("examining the host")
        bundle = temporary_bundle()
        try:
            async with telling(running) as tell:
                means, one = await apart(
                    lambda stop: examined(
                        self._doing(running, asked, tell, stop), bundle, from_bundle=False
                    )
                )
                await keep(running, means, one, nothing_else)
                result = await after_keeping(running, means, one.made, self.after)
        finally:
            bundle.unlink(missing_ok=True)
        await log.line(f"examined: {result['headline']}")
        return id_

    def _doing(self, running: Running, asked: AskedTask, tell: Telling, stop: Stop) -> Doing:
        wanted = Asked(
            window_s=asked.window_s, deep=asked.deep, model=asked.model, language=asked.language
        )
        return Doing(
            running,
            self.gather,
            wanted,
            tell,
            stop,
            self.alone,
            more=asked.more,
            id=asked.new_examination,
        )

    def _answered(
        self,
        running: Running,
        asked: AskedTask,
        plan: Plan,
        examination: str,
        tell: Telling,
        stop: Stop,
    ) -> Turn:
        """Ask those who were chosen; own specialists also say all that their rules see."""
        means = self.gather(running.scope, asked.language, asked.more)
        stop.check()
        asking = means.asking(means.voices(asked.model, "", tell.panel))
        report = read_report(means.archive.report(examination))
        bundle = means.archive.bundle(examination)
        turn = asking.turn(report, bundle, asked.words, names=plan.specialists, time=asked.time)
        return _with_own(turn, asking, plan, report, bundle)


def _with_own(
    turn: Turn, asking: Asking, plan: Plan, report: Mapping[str, Any], bundle: Path | None
) -> Turn:
    """Add what the rules of those who were chosen see in the case, where no model spoke for them.

    The answer to a question speaks of what is asked; a task is also about whoever was chosen.
    """
    case, _ = asking.case(report, bundle)
    more = [
        tried(asking, asking.service.specialists[one], case)
        for one in plan.specialists
        if one != Role.COORDINATOR and not _by_model(turn, one)
    ]
    known = {each.words for one in turn.replies for each in one.sentences}
    return replace(turn, replies=(*turn.replies, *(one for one in more if _is_new(one, known))))


def _by_model(turn: Turn, role: str) -> bool:
    return any(one.role == role and one.voice != "rules" and one.sentences for one in turn.replies)


def _is_new(one: Reply, known: set[str]) -> bool:
    """Tell whether a reply adds anything: words, or for an own specialist why it has none."""
    if one.absent:
        return one.role not in set(Role)
    return any(each.words not in known for each in one.sentences)


@dataclass(slots=True)
class _Log:
    """The lines of one try of a task: told live, and kept with each state."""

    running: Running
    lines: list[tuple[float, str]] = field(default_factory=list)

    async def line(self, words: str) -> None:
        """Tell a line."""
        shown = visible(words)[:LONGEST_LINE]
        self.lines = [*self.lines, (clock.wall(), shown)][-MOST_LINES:]
        await self.running.log(shown)

    async def state(self, state: State, words: str, **columns: Any) -> None:
        """Tell a line, and keep it with the state and what belongs to it."""
        await self.line(words)
        tasks, id_ = Tasks(self.running.scope), self.running.job.id
        now, lines = clock.wall(), [list(one) for one in self.lines]
        await self.running.write(
            lambda connection: tasks.change(
                connection, id_, now=now, state=state.value, log=lines, **columns
            )
        )
