"""Where the master key lies: a file, the environment, or a credential of systemd."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hexascope.domain.errors import BadSettings
from hexascope.kit.files import replaced
from hexascope.services.secrets import master_keys, new_master
from hexascope.settings.places import state_folder
from hexascope.settings.read import Known
from hexascope.store.database.secrets import Master

VARIABLE = "HEXASCOPE_MASTER_KEY"
CREDENTIAL = "hexascope-master-key"
CREDENTIALS = "CREDENTIALS_DIRECTORY"
FILE = "master.key"
MOST_BYTES = 16 * 1024
OTHERS_MAY = 0o077
HANDED_OVER = Path("/run")
"""Where systemd and containers put what one unit alone may read, whatever the file's mode."""


@dataclass(slots=True)
class Masters:
    """Master keys as their place holds them now: it is looked at again where one is missing."""

    where: str
    read: Callable[[], str]
    found: dict[str, bytes] = field(default_factory=dict)

    def present(self) -> tuple[str, bytes]:
        """Give the key in use, which stands first."""
        self.found = master_keys(self.read(), self.where)
        return next(iter(self.found.items()))

    def key(self, id: str) -> bytes:  # noqa: A002 - it is one
        """Give the key of an id; BadSettings says that it is missing, and where."""
        if id not in self.found:
            self.found = master_keys(self.read(), self.where)
        if id not in self.found:
            raise BadSettings(
                f"secrets were wrapped by the master key {id}, which is not in {self.where}:"
                " put its line back there, below the one in use"
            )
        return self.found[id]


def master_of(known: Known, environment: Mapping[str, str]) -> Master:
    """Give the master keys of this machine; a key is made where none was ever named."""
    named = known.settings.server.master_key_file
    credential = Path(environment.get(CREDENTIALS, "")) / CREDENTIAL
    if named:
        return _in_file(Path(named).expanduser())
    if environment.get(VARIABLE):
        words = environment[VARIABLE]
        return Masters(f"${VARIABLE}", lambda: words)
    if environment.get(CREDENTIALS) and credential.is_file():
        return _in_file(credential)
    own = state_folder(environment) / FILE
    _make(own)
    return _in_file(own)


def master_file(known: Known, environment: Mapping[str, str]) -> Path | None:
    """Give the file that a new master key may be written to; None where it lies elsewhere."""
    if known.settings.server.master_key_file:
        return Path(known.settings.server.master_key_file).expanduser()
    credential = Path(environment.get(CREDENTIALS, "")) / CREDENTIAL
    if environment.get(VARIABLE) or (environment.get(CREDENTIALS) and credential.is_file()):
        return None
    return state_folder(environment) / FILE


def write_master(file: Path, *, over: bool = False) -> None:
    """Write a new master key into a file, the keys that it held below; BadSettings."""
    if file.exists() and not over:
        raise BadSettings(f"{file} is there already: a master key is never written over")
    before = _text(file) if file.exists() else ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with replaced(file, private=True) as stream:
            stream.write(f"{new_master()}\n{before}".encode())
    except OSError as error:
        raise BadSettings(f"{file} can't be written: {error.strerror or error}") from None


def _in_file(file: Path) -> Masters:
    return Masters(str(file), lambda: _text(file))


def _make(file: Path) -> None:
    """Make a key where there is none, once, also when several processes start at once."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with replaced(beside, private=True) as stream:
            stream.write(f"{new_master()}\n".encode())
        os.link(beside, file)
    except FileExistsError:
        return  # another process was faster
    except OSError as error:
        raise BadSettings(f"{file} can't be written: {error.strerror or error}") from None
    finally:
        beside.unlink(missing_ok=True)


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            text = stream.read(MOST_BYTES).decode("ascii")
    except FileNotFoundError:
        raise BadSettings(
            f"the master key file {file} is not there: make one by `hexascope secrets key {file}`,"
            " or copy that of the other machines"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise BadSettings(f"the master key file {file} can't be read: {why}") from None
    if mode & OTHERS_MAY and not file.is_relative_to(HANDED_OVER):
        raise BadSettings(f"others may read the master key file {file}: chmod 600 {file}")
    return text
