"""Sessions of database servers, as the titles of their processes tell of them."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from hexascope.check.connections import owner
from hexascope.domain.case import Case
from hexascope.domain.rows import Process, ProcessUse, Socket

_TITLE = re.compile(
    r"^(?:postgres|postmaster|edb-postgres): (?:\S+: )?(?P<user>\S+) (?P<database>\S+)"
    r" (?P<client>\[local\]|[^\s()]+\(\d{1,5}\)) (?P<state>\S.*?)\s*$"
)
_WAITING = re.compile(r" waiting(?: for [0-9A-F/]+)?$")
_AUTOVACUUM = re.compile(
    r"^(?:postgres|postmaster|edb-postgres): .*autovacuum worker (?P<name>\S+)"
)
IDLE = "idle"
IN_TRANSACTION = "idle in transaction"


class Session(NamedTuple):
    """One session: its process, and what the title said in the last look.

    `client` is `address(port)`, or `[local]` for a unix socket; `before` is the state in the first
    look, '' where it was not there.
    """

    use: ProcessUse
    database: str
    client: str
    state: str
    before: str

    @property
    def waits(self) -> bool:
        """Say whether both looks saw it waiting for a lock."""
        return bool(_WAITING.search(self.state) and _WAITING.search(self.before))

    @property
    def holds(self) -> bool:
        """Say whether both looks saw it within a transaction, doing nothing."""
        return self.state.startswith(IN_TRANSACTION) and self.before.startswith(IN_TRANSACTION)

    @property
    def works(self) -> bool:
        """Say whether both looks saw it at the same kind of statement, without waiting."""
        return (
            self.state == self.before
            and not self.state.startswith(IDLE)
            and not _WAITING.search(self.state)
        )

    @property
    def is_used(self) -> bool:
        """Say whether both looks saw it at work for its client, waiting or within a transaction."""
        return bool(self.before) and IDLE not in (self.state, self.before)


def sessions(case: Case) -> dict[int, list[Session]]:
    """Give the sessions of each server that is there, by the pid of the server."""
    before = {one.identity: _parsed(one) for one in case.window.first.rows(Process)}
    found: dict[int, list[Session]] = {}
    for use in case.rows(ProcessUse):
        told = None if use.ended else _parsed(use.now)
        if told is None:
            continue
        earlier = before.get(use.now.identity)
        session = Session(use, *told, earlier[2] if earlier else "")
        found.setdefault(use.now.ppid, []).append(session)
    return found


def _parsed(row: Process) -> tuple[str, str, str] | None:
    """Take database, client and state out of a title; None: it is no session's."""
    worker = _AUTOVACUUM.match(row.command)
    if worker:
        return worker["name"], "", "autovacuum"
    title = _TITLE.match(row.command)
    return (title["database"], title["client"], title["state"]) if title else None


def clients(case: Case, of: Iterable[Session]) -> list[ProcessUse]:
    """Give the processes of this host that the sessions work for, where they come over TCP."""
    rows = [
        one for one in case.rows(Socket) if one.protocol == "tcp" and one.state == "ESTABLISHED"
    ]
    by_ends = {(one.local, one.remote): one for one in rows if one.owner_pid}
    served = {one.owner_pid: one for one in rows}
    found: dict[int, ProcessUse] = {}
    for session in of:
        ours = served.get(session.use.pid)
        client = _endpoint(session.client)
        if ours is None or ours.remote != client:
            continue
        theirs = by_ends.get((client, ours.local))
        use = owner(case, theirs) if theirs else None
        if use is not None:
            found.setdefault(use.pid, use)
    return list(found.values())


def _endpoint(client: str) -> str:
    """Write `127.0.0.1(35108)` as the socket tables do: `127.0.0.1:35108`, `[::1]:35108`."""
    host, _, port = client.removesuffix(")").partition("(")
    if not port:
        return ""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
