"""The archive as folders: `hosts/HOST_ID/EXAMINATION_ID/` with report, bundle and a summary."""

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from pathlib import Path

from hexascope.domain.errors import BadInput, CannotWrite
from hexascope.store.contract import Kept

SHORTEST_ID = 8
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SUMMARY, _REPORT, _BUNDLE = "summary.json", "report.json", "evidence.hxb"


class FolderArchive:
    """Keeps examinations below a folder; a reader never sees half of one."""

    def __init__(self, folder: Path, *, newest: int = 200, most_bytes: int = 2**30) -> None:
        self._hosts = folder / "hosts"
        self._newest = newest
        self._most_bytes = most_bytes

    def keep(self, kept: Kept, report: str, bundle: Path | None) -> Kept:
        host = self._hosts / kept.host_id
        try:
            host.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryDirectory(prefix=".new-", dir=host) as made:
                new = Path(made) / "examination"
                new.mkdir(mode=0o700)
                (new / _REPORT).write_text(report, encoding="utf-8")
                if bundle is not None:
                    shutil.copyfile(bundle, new / _BUNDLE)
                size = sum(file.stat().st_size for file in new.iterdir())
                told = replace(kept, size_bytes=size)
                (new / _SUMMARY).write_text(json.dumps(asdict(told)), encoding="utf-8")
                new.rename(host / kept.id)
        except OSError as error:
            raise CannotWrite(
                f"the examination could not be kept in {host}: {error.strerror or error};"
                " make room there, or use --no-keep"
            ) from None
        self._drop_oldest(kept.host_id)
        return told

    def all(self, host_id: str = "") -> Iterator[Kept]:
        found = []
        for summary in self._hosts.glob(f"{host_id or '*'}/*/{_SUMMARY}"):
            kept = _read(summary)
            if kept is not None:
                found.append(kept)
        yield from sorted(found, key=lambda one: (one.time, one.id), reverse=True)

    def damaged(self) -> tuple[str, ...]:
        """Give the ids of folders that look like examinations, and that can't be read."""
        known = {kept.id for kept in self.all()}
        names = {one.name for one in self._hosts.glob("*/*") if _ID.fullmatch(one.name)}
        return tuple(sorted(names - known))

    def report(self, id: str) -> str:  # noqa: A002 - the word of the contract
        return (self._folder(id) / _REPORT).read_text(encoding="utf-8")

    def bundle(self, id: str) -> Path | None:  # noqa: A002 - the word of the contract
        path = self._folder(id) / _BUNDLE
        return path if path.exists() else None

    def forget(self, id: str) -> Kept:  # noqa: A002 - the word of the contract
        folder = self._folder(id)
        kept = _read(folder / _SUMMARY)
        assert kept is not None  # _folder found it by this file
        self._remove(folder)
        return kept

    def _folder(self, wanted: str) -> Path:
        known = [(kept.id, self._hosts / kept.host_id / kept.id) for kept in self.all()]
        if len(wanted) >= SHORTEST_ID:
            fits = [folder for one, folder in known if one.startswith(wanted)]
            if len(fits) == 1:
                return fits[0]
            if fits:
                raise BadInput(
                    f"{wanted!r} fits {len(fits)} kept examinations; give more of the id"
                )
        newest = f"the newest is {known[0][0]}" if known else "none is kept yet"
        raise BadInput(f"no kept examination has the id {wanted!r}; {newest}")

    def _drop_oldest(self, host_id: str) -> None:
        total = 0
        for place, kept in enumerate(self.all(host_id)):
            total += kept.size_bytes
            # the one just kept stays, however large it is
            if place > 0 and (place >= self._newest or total > self._most_bytes):
                self._remove(self._hosts / host_id / kept.id)

    def _remove(self, folder: Path) -> None:
        """Rename first, so that a reader never meets half an examination."""
        try:
            gone = Path(tempfile.mkdtemp(prefix=".old-", dir=folder.parent))
            folder.rename(gone / "examination")
            shutil.rmtree(gone)
        except OSError as error:
            raise CannotWrite(f"{folder} could not be removed: {error.strerror or error}") from None


def _read(summary: Path) -> Kept | None:
    """Read a summary; one that is damaged is passed over, as its examination can't be shown."""
    if summary.parent.name == "examination":  # one that is being written or removed
        return None
    try:
        value = json.loads(summary.read_text(encoding="utf-8"))
        return Kept(**{one.name: value[one.name] for one in fields(Kept)})
    except (OSError, ValueError, KeyError, TypeError):
        return None
