"""Taking jobs in turn: fair between tenants, by priority and age in each, few on one host.

All of it concerns every tenant, so the scope is `Store.everywhere`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import ColumnElement, Connection, and_, func, or_

from hexascope.domain.job import Job, JobState
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.jobs import jobs
from hexascope.store.database.work.jobs import job_of

AT_ONCE_ON_A_HOST = 4
"""Jobs of one host that run at once."""

LONGEST_WAIT_S = 60.0
"""The longest wait before another try; one that lies further ahead was set by a clock that ran
ahead, and is over."""

TENANTS_IN_A_LOOK = 8
"""Tenants that are weighed against each other when a job is taken."""

MOST_TENANTS = 1000
"""Tenants that one look goes through, where most have none that may begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Who asks for how many jobs; `after` is the tenant that was served last.

    `here` is the id of the worker's machine: jobs of other hosts are left to their workers; empty:
    it does those of all.
    """

    worker: str
    most: int
    now: float
    lease_s: float
    after: str = ""
    here: str = ""


@dataclass(frozen=True, slots=True)
class Taking:
    """Gives jobs that wait into workers' hands."""

    scope: Scope

    def take(self, connection: Connection, take: Take) -> list[Job]:
        """Take some, as a part of a unit of work."""
        running: defaultdict[str, Counter[str]] | None = None
        names = self._tenants(connection, take.after)
        taken: list[Job] = []
        while len(taken) < take.most and (left := list(islice(names, TENANTS_IN_A_LOOK))):
            if len(left) == 1 and running is None:
                # nobody to share with: what runs on a host is counted where one is named
                most = take.most - len(taken)
                taken += self._of_tenant(connection, left[0], most, Counter(), take)
                continue
            running = running or self._running(connection)
            taken += self._fairly(
                connection, left, running, replace(take, most=take.most - len(taken))
            )
        return taken

    def _fairly(
        self,
        connection: Connection,
        left: list[str],
        running: defaultdict[str, Counter[str]],
        take: Take,
    ) -> list[Job]:
        """Take jobs of some tenants, until none of them has any to take."""
        taken: list[Job] = []
        while left and len(taken) < take.most:
            # who has the fewest running comes first; among equals, whose turn is the next
            tenant = min(left, key=lambda one: running[one].total())
            most = take.most - len(taken) if len(left) == 1 else 1
            found = self._of_tenant(connection, tenant, most, running[tenant], take)
            taken += found
            left.remove(tenant)
            if len(found) == most:
                left.append(tenant)
        return taken

    def _running(self, connection: Connection) -> defaultdict[str, Counter[str]]:
        """Count what runs, by tenant and host."""
        chosen = (
            self.scope.select(jobs, jobs.c.tenant, jobs.c.host, func.count())
            .where(jobs.c.state == JobState.RUNNING)
            .group_by(jobs.c.tenant, jobs.c.host)
        )
        running: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for tenant, host, count in connection.execute(chosen):
            running[tenant][host] = count
        return running

    def _tenants(self, connection: Connection, after: str) -> Iterator[str]:
        """Give tenants that have jobs waiting, in turn, beginning behind the one served last."""
        place, turned = after, not after
        for _ in range(MOST_TENANTS):
            # one step of the index for each tenant, however many jobs it has
            step = self.scope.select(jobs, jobs.c.tenant).where(
                jobs.c.state == JobState.WAITING, jobs.c.tenant > place
            )
            name = connection.execute(step.order_by(jobs.c.tenant).limit(1)).scalar()
            if turned and (name is None or (after and name > after)):
                return
            if name is None:
                place, turned = "", True
            else:
                yield name
                place = name
                if name == after:
                    return  # once round

    def _of_tenant(
        self, connection: Connection, tenant: str, most: int, hosts: Counter[str], take: Take
    ) -> list[Job]:
        ids: list[str] = []
        while len(ids) < most:
            full = [host for host, count in hosts.items() if host and count >= AT_ONCE_ON_A_HOST]
            chosen = (
                self.scope.select(jobs, jobs.c.id, jobs.c.host)
                .where(
                    jobs.c.tenant == tenant,
                    ready(take.now),
                    jobs.c.host.not_in(full),
                    jobs.c.id.not_in(ids),
                    *((jobs.c.host.in_(("", take.here)),) if take.here else ()),
                )
                .order_by(jobs.c.rank, jobs.c.created, jobs.c.id)
                .limit(most - len(ids))
                .with_for_update(skip_locked=True)
            )
            rows = connection.execute(chosen).all()
            self._count_again(connection, tenant, {host for _, host in rows if host}, hosts)
            for job, host in rows:
                if not host or hosts[host] < AT_ONCE_ON_A_HOST:
                    ids.append(job)
                    hosts[host] += 1
            if not any(host for _, host in rows):
                break  # nothing was passed over for its host's sake
        return self._given(connection, tenant, ids, take) if ids else []

    def _count_again(
        self, connection: Connection, tenant: str, names: set[str], hosts: Counter[str]
    ) -> None:
        """Count what runs on hosts once no other transaction can take a job of theirs."""
        for host in sorted(names):
            self.scope.alone(connection, "jobs of a host", tenant, host)
            count = self.scope.select(jobs, func.count()).where(
                jobs.c.state == JobState.RUNNING, jobs.c.tenant == tenant, jobs.c.host == host
            )
            # those that this very look has chosen are not among those that run yet
            hosts[host] = max(hosts[host], connection.execute(count).scalar_one())

    def _given(
        self, connection: Connection, tenant: str, ids: Sequence[str], take: Take
    ) -> list[Job]:
        given = (
            self.scope.update(jobs)
            .where(jobs.c.tenant == tenant, jobs.c.id.in_(ids), jobs.c.state == JobState.WAITING)
            .values(
                state=JobState.RUNNING,
                worker=take.worker,
                started=take.now,
                lease_until=take.now + take.lease_s,
                fence=jobs.c.fence + 1,
                attempts=jobs.c.attempts + 1,
                progress=0.0,
                step="",
            )
            .returning(*jobs.c)
        )
        found = {row["id"]: job_of(row) for row in connection.execute(given).mappings()}
        return [found[one] for one in ids if one in found]


def ready(now: float) -> ColumnElement[bool]:
    """Choose jobs that wait and whose time has come."""
    retried = and_(jobs.c.attempts > 0, jobs.c.due > now + LONGEST_WAIT_S)
    return and_(jobs.c.state == JobState.WAITING, or_(jobs.c.due <= now, retried))
