"""The topics that one client listens to: begun by a snapshot, or from where it had come to."""

import asyncio
import secrets

from hexascope.domain.access import Caller, Verb
from hexascope.domain.errors import Denied, HexascopeError, NotKnown, TooMuch
from hexascope.server.live.channel import REPLACING, Allows, Channel
from hexascope.server.live.frames import told
from hexascope.server.live.hub import Hub
from hexascope.server.live.line import Line
from hexascope.server.live.messages import MOST_SUBSCRIBED, Subscribe
from hexascope.server.live.seen import Asked, Seen, attributes_by_id, look
from hexascope.server.live.topics import Topic
from hexascope.server.requests.guard import must
from hexascope.services.series.watching import watch

MOST_LOOKING = 4
"""Snapshots that one process reads at once."""

TRIES = 3
"""A snapshot is read anew where more was said meanwhile than is kept."""

SPREAD_S = 2.0
"""After a gap clients get their snapshots within this time, not all at once."""


class Subscribed:
    """Begins and ends topics of one client, one message after the other."""

    def __init__(self, hub: Hub, line: Line, looking: asyncio.Semaphore) -> None:
        self._hub = hub
        self._line = line
        self._looking = looking
        self._topics: dict[Topic, Seen] = {}
        self._tenant = ""
        self._one_by_one = asyncio.Lock()

    async def begin(self, asked: Asked, wanted: Subscribe) -> None:
        """Begin topics; each is answered by itself."""
        async with self._one_by_one:
            await self._begin_all(asked, wanted)

    async def _begin_all(self, asked: Asked, wanted: Subscribe) -> None:
        self._tenant = asked.caller.tenant
        for topic in wanted.topics:
            if topic not in self._topics and len(self._topics) >= MOST_SUBSCRIBED:
                self.problem(TooMuch(f"one connection listens to {MOST_SUBSCRIBED} topics"), topic)
                continue
            since = wanted.since if wanted.epoch == self._hub.epoch else None
            try:
                await self._begin(asked, topic, since)
                await _watch(asked, topic)
            except HexascopeError as error:
                self._stop(topic)
                self.problem(error, topic)

    async def end(self, topics: tuple[Topic, ...]) -> None:
        """End topics; those that are none are passed over."""
        async with self._one_by_one:  # else a topic that is just shown anew would begin again
            for topic in topics:
                self._stop(topic)
                self._line.send(told("unsubscribed", topic=str(topic)))

    def end_all(self) -> None:
        """End all, when the connection does."""
        for topic in tuple(self._topics):
            self._stop(topic)

    async def again(self, asked: Asked, why: str) -> None:
        """Show all anew, after something was missed."""
        for topic in self._topics:
            self._line.send(told("gap", topic=str(topic), reason=why))
        await asyncio.sleep(SPREAD_S * secrets.randbelow(1000) / 1000)
        async with self._one_by_one:
            await self._begin_all(asked, Subscribe(tuple(self._topics)))

    async def hold_to(self, asked: Asked) -> None:
        """End what a caller may no longer hear, and filter the rest by what he may now."""
        async with self._one_by_one:
            await self._hold_all_to(asked)

    async def _hold_all_to(self, asked: Asked) -> None:
        caller = asked.caller
        for topic, seen in tuple(self._topics.items()):
            try:
                _must(caller, topic, seen)
            except HexascopeError as error:
                self._stop(topic)
                self.problem(error, topic)
                continue
            await _watch(asked, topic)
            allows = await _allows(asked, topic)
            async with self._hub.joined(self._tenant, topic) as channel:
                if self._line in channel.lines:
                    self._hub.add(channel, self._line, allows)

    def problem(self, error: HexascopeError, topic: Topic | None = None) -> None:
        """Say what can't be done."""
        about = {"topic": str(topic)} if topic is not None else {}
        self._line.send(told("problem", title=_title(error), detail=str(error), **about))

    async def _begin(self, asked: Asked, topic: Topic, since: int | None) -> None:
        guard = topic.guard
        if not asked.caller.may_some(guard.verb, guard.resource):
            raise Denied(f"{asked.caller.name} may not {guard.verb} {guard.resource}")
        self._stop(topic)
        async with self._hub.joined(self._tenant, topic) as channel:
            allows = await _allows(asked, topic)
            for _ in range(TRIES):
                if since is None or not channel.has_all_since(since):
                    since = await self._show(asked, topic)
                else:
                    await self._resume(asked, topic, since)
                if await self._follow(channel, since, allows):
                    self._hub.add(channel, self._line, allows)
                    return
                since = None
        raise TooMuch(f"more is said of {topic} than can be followed")

    async def _show(self, asked: Asked, topic: Topic) -> int:
        """Send what a topic shows; give the number of the last event that it may lack."""
        since = self._hub.seq
        async with self._looking:
            seen = await look(asked, topic)
        _must(asked.caller, topic, seen)
        await self._line.room()
        self._topics[topic] = seen
        self._line.send(
            told("snapshot", topic=str(topic), seq=since, epoch=self._hub.epoch, data=seen.data)
        )
        return since

    async def _resume(self, asked: Asked, topic: Topic, since: int) -> None:
        async with self._looking:
            seen = await look(asked, topic) if topic.id else Seen({})
        _must(asked.caller, topic, seen)
        await self._line.room()
        self._topics[topic] = seen
        self._line.send(told("resumed", topic=str(topic), seq=since, epoch=self._hub.epoch))

    async def _follow(self, channel: Channel, since: int, allows: Allows | None) -> bool:
        """Send what was said since; False where some of it is not kept any more."""
        while not self._line.ended:
            if not channel.has_all_since(since):
                return False
            waiting = list(channel.since(since))
            if not waiting:
                return True
            for one in waiting:
                since = one.seq
                if allows is None or allows(one.of):
                    if one.word in REPLACING:
                        self._line.replace(channel.topic, one.frame)
                    else:
                        self._line.send(one.frame)
            await self._line.room()
        return True

    def _stop(self, topic: Topic) -> None:
        self._topics.pop(topic, None)
        self._hub.leave(self._tenant, topic, self._line)


async def _watch(asked: Asked, topic: Topic) -> None:
    """Say that somebody watches a host, for what is looked at for him alone."""
    if topic.kind == "host":
        await watch(asked.parts.bus, asked.caller.tenant, topic.id)


def _must(caller: Caller, topic: Topic, seen: Seen) -> None:
    """Refuse a topic: of one thing by its attributes, of many where none of them may be heard."""
    guard = topic.guard
    if topic.id:
        must(caller, guard.verb, guard.resource, seen.of)
    elif not caller.may_some(guard.verb, guard.resource):
        raise Denied(f"{caller.name} may not {guard.verb} {guard.resource}")


async def _allows(asked: Asked, topic: Topic) -> Allows | None:
    """Give what chooses among the events of a topic of many; None where all may be heard.

    An event that names its host by the id alone is chosen by what that host has now.
    """
    caller, resource = asked.caller, topic.guard.resource
    if topic.id or caller.may(Verb.READ, resource):
        return None
    hosts = await attributes_by_id(asked.scope)
    return lambda of: caller.may(Verb.READ, resource, {**of, **hosts.get(of.get("id", ""), {})})


def _title(error: HexascopeError) -> str:
    if isinstance(error, NotKnown):
        return "not known"
    if isinstance(error, Denied):
        return "not allowed"
    return "too much at once" if isinstance(error, TooMuch) else "can't be done"
