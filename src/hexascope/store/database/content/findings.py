"""Kept findings: lists in pages with filters, and single ones."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, exists, func, not_, or_

from hexascope.domain.errors import NotKnown
from hexascope.domain.use import Severity
from hexascope.store.database.pages import MOST_OF_A_PAGE, Page, Place, page_of
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.archive import findings
from hexascope.store.database.tables.content import ignored


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFinding:
    """One finding of a kept examination; `whole` is what its report says of it.

    `time` is the examination's, in seconds since 1970; `title` is English; `severity` is what
    counts, `when` now or past.
    """

    examination: str
    place: int
    id: str
    host_id: str
    host_name: str
    time: float
    check: str
    resource: str
    severity: Severity
    when: str
    culprit_kind: str
    culprit_name: str
    title: str
    whole: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which findings are wanted: all that is given must fit; times in seconds since 1970."""

    hosts: Collection[str] | None = None
    examination: str = ""
    examinations: Collection[str] | None = None
    id: str = ""
    check: str = ""
    resource: str = ""
    severity: Severity = Severity.INFO
    """At least this one."""
    when: str = ""
    culprit_kind: str = ""
    culprit_name: str = ""
    since: float | None = None
    until: float | None = None
    words: str = ""
    """These letters are in the title, whether small or capital."""
    ignored: bool | None = None
    """Only those that are ignored at `now`, or only the others."""
    now: float = 0.0


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of the kept examinations of a scope."""

    scope: Scope

    async def page(
        self, wanted: Wanted = Wanted(), *, after: Place | None = None, limit: int = 100
    ) -> Page[KeptFinding]:
        """Give those of the newest examinations first, each in its report's order."""
        limit = max(1, min(limit, MOST_OF_A_PAGE))
        c = findings.c
        chosen = self.scope.select(findings).where(*_conditions(wanted))
        if wanted.ignored is not None:
            is_ignored = self._ignored(wanted.now)
            chosen = chosen.where(is_ignored if wanted.ignored else not_(is_ignored))
        if after is not None:
            chosen = chosen.where(_behind(after))
        order = (c.time.desc(), c.examination.desc(), c.place)
        chosen = chosen.order_by(*order).limit(limit + 1)

        def work(connection: Connection) -> Page[KeptFinding]:
            rows = connection.execute(chosen).mappings().all()
            return page_of(rows, limit, _kept, "time", "examination", "place")

        return await self.scope.read(work)

    def _ignored(self, now: float) -> Any:
        """Give the condition of being ignored at a time."""
        i, c = ignored.c, findings.c
        holds = or_(i.until == 0, i.until > now)
        return exists(
            self.scope.select(ignored, i.finding).where(
                i.host == c.host_id, i.finding == c.id, holds
            )
        )

    async def one(self, examination: str, id: str) -> KeptFinding:  # noqa: A002 - the word of the domain
        """Give one finding of one examination; NotKnown."""
        found = await self.page(Wanted(examination=examination, id=id), limit=1)
        if not found.items:
            raise NotKnown(f"the examination {examination[:80]!r} has no finding {id[:80]!r}")
        return found.items[0]


def _conditions(wanted: Wanted) -> list[Any]:
    c = findings.c
    found = [
        c[name] == getattr(wanted, name)
        for name in "examination id check resource when culprit_kind culprit_name".split()
        if getattr(wanted, name)
    ]
    if wanted.examinations is not None:
        found.append(c.examination.in_(list(wanted.examinations)))
    if wanted.hosts is not None:
        found.append(c.host_id.in_(list(wanted.hosts)))
    if wanted.severity > Severity.INFO:
        found.append(c.severity >= wanted.severity.value)
    if wanted.since is not None:
        found.append(c.time >= wanted.since)
    if wanted.until is not None:
        found.append(c.time < wanted.until)
    if wanted.words:
        found.append(func.lower(c.title).contains(wanted.words.lower(), autoescape=True))
    return found


def _behind(after: Place) -> Any:
    c = findings.c
    time, examination, place = float(after[0]), str(after[1]), int(after[2])
    same = and_(c.time == time, c.examination == examination, c.place > place)
    older = and_(c.time == time, c.examination < examination)
    return and_(c.time <= time, or_(c.time < time, older, same))


def _kept(row: RowMapping) -> KeptFinding:
    told = {name: value for name, value in row.items() if name != "tenant"}
    return KeptFinding(**{**told, "severity": Severity(row["severity"])})
