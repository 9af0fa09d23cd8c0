"""What lies below the state folder: the archive, and the id of this host."""

import json
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from hexascope.collect.contract import NotHere
from hexascope.collect.hosts.local import LocalFiles
from hexascope.domain.host import HostFacts
from hexascope.settings.places import state_folder
from hexascope.settings.read import Known
from hexascope.store.folders.archive import FolderArchive

if TYPE_CHECKING:  # imported when they are asked for
    from hexascope.store.folders.answers import FolderAnswers
    from hexascope.store.folders.memories import FolderMemories


def archive(known: Known) -> FolderArchive:
    """Give the archive of examinations below the state folder."""
    keep = known.settings.keep
    return FolderArchive(state_folder(os.environ), newest=keep.newest, most_bytes=keep.most_bytes)


def memories() -> "FolderMemories":
    """Give what is remembered of hosts, below the state folder."""
    from hexascope.store.folders.memories import FolderMemories

    return FolderMemories(state_folder(os.environ))


def answers() -> "FolderAnswers":
    """Give the cache of models' answers, below the state folder."""
    from hexascope.store.folders.answers import FolderAnswers

    return FolderAnswers(state_folder(os.environ) / "answers")


def this_host(files: LocalFiles) -> HostFacts:
    """Name this host: its id from the state folder, made at the first time, and its name."""
    try:
        name = files.read("/proc/sys/kernel/hostname").strip()
    except NotHere:
        name = "localhost"
    return HostFacts(id=_host_id(), name=name or "localhost", privileged=os.geteuid() == 0)


def _host_id() -> str:
    """Read the host's random id; where it can't be kept, a fresh one serves this time."""
    file = state_folder(os.environ) / "host.json"
    known = _kept_id(file)
    if known:
        return known
    made = secrets.token_hex(16)
    try:
        _keep_id(file, made)
    except OSError:
        return made
    return _kept_id(file) or made


def _kept_id(file: Path) -> str:
    """Read the id that is kept; nothing where none is there yet, or it is damaged."""
    try:
        known = json.loads(file.read_text(encoding="utf-8"))["id"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return known if isinstance(known, str) and len(known) == 32 and known.isalnum() else ""


def _keep_id(file: Path, made: str) -> None:
    """Keep an id in the place of a damaged one; of commands at once the first one's stays."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = file.with_suffix(f".{os.getpid()}.new")
    new.write_text(json.dumps({"id": made}), encoding="utf-8")
    try:
        if file.exists() and not _kept_id(file):
            new.replace(file)
        else:
            os.link(new, file)
    except FileExistsError:
        pass  # another command has just kept its own
    except OSError:
        new.replace(file)  # a file system without links
    finally:
        new.unlink(missing_ok=True)
