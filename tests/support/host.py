"""A host made of texts: keeps the contract of HostFiles."""

from collections.abc import Callable, Mapping, Sequence

from hexascope.collect.contract import Collector, Json, Look, LookKind, NotHere, Part
from hexascope.collect.look import look
from hexascope.domain.snapshot import Snapshot
from hexascope.domain.use import Status


class TextHost:
    """HostFiles over a dictionary of paths; `links` and `calls` likewise.

    A value that is a NotHere is raised. A folder's names follow from the paths.
    """

    def __init__(
        self,
        files: Mapping[str, str | NotHere] | None = None,
        *,
        links: Mapping[str, str | NotHere] | None = None,
        calls: "Mapping[str, Callable[..., Json] | Json | NotHere] | None" = None,
        at: float = 100.0,
    ) -> None:
        self.files = dict(files or {})
        self.links = dict(links or {})
        self.calls = dict(calls or {})
        self.at = at

    def read(self, path: str) -> str:
        return self.read_part(path, 1 << 20).text

    def read_part(self, path: str, limit: int) -> Part:
        found = self.files.get(path, _gone(path))
        if isinstance(found, NotHere):
            raise found
        whole = len(found.encode()) <= limit
        if whole:
            return Part(found, whole=True)
        cut = found[:limit]
        return Part(cut[: cut.rfind("\n") + 1] or cut, whole=False)

    def names(self, path: str) -> Sequence[str]:
        start = path.rstrip("/") + "/"
        found = {
            known[len(start) :].split("/")[0]
            for known in (*self.files, *self.links)
            if known.startswith(start)
        }
        if not found:
            raise _gone(path)
        return sorted(found)

    def link(self, path: str) -> str:
        found = self.links.get(path, _gone(path))
        if isinstance(found, NotHere):
            raise found
        return found

    def call(self, name: str, *arguments: str) -> Json:
        key = " ".join((name, *arguments))
        found = self.calls.get(key, self.calls.get(name, _gone(key)))
        if isinstance(found, NotHere):
            raise found
        return found(*arguments) if callable(found) else found

    def clock(self, name: str) -> float:
        return self.at


def _gone(path: str) -> NotHere:
    return NotHere(Status.NOT_PRESENT, f"{path}: No such file or directory")


def snapshot(host: TextHost, *collectors: Collector, at: float = 100.0) -> Snapshot:
    """Take one full look at a text host with some collectors."""
    host.at = at
    return look(
        Look(kind=LookKind.FULL, number=0, at=at, time=1_700_000_000.0 + at, files=host),
        {one.name: one for one in collectors},
    )
