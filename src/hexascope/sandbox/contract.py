"""What is run in a sandbox, within which limits, what comes of it, and what a sandbox is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType

from hexascope.domain.errors import BadJob
from hexascope.domain.text import Text

LONGEST_SOURCE = 64 * 1024
"""Bytes of Python source that a job may have."""

MOST_FILES = 64
"""Input files that a job may have."""

MOST_INPUT = 16 * 1024 * 1024
"""Bytes that the input files of a job may have together."""

FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}", re.ASCII)
"""Names that input files may have: no folder, no hidden file, nothing that climbs."""


class Level(IntEnum):
    """How much a sandbox holds back; docs/explain/sandbox.md tells what each one stops."""

    NONE = 0
    """Nothing works here: code is refused."""
    LANDLOCK = 2
    """Landlock, seccomp and resource limits: no other file, no network, no system call beyond."""
    NAMESPACES = 3
    """File system, processes and network of its own as well, seccomp and resource limits."""
    CGROUP = 4
    """And memory, processes and CPU of the whole job held by a cgroup."""


HIGHEST = Level.CGROUP
"""What a server with several users demands."""

LEAST_FOR_CODE = Level.LANDLOCK
"""What code that a model wrote demands, whoever asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a job may take; over one of them it is ended, and says so."""

    memory_bytes: int = 256 * 1024 * 1024  # all its processes together
    processes: int = 64  # and threads
    wall_s: float = 30.0
    cpu_s: float = 25.0  # all its processes together
    cores: float = 0.5  # of CPU at a time, where a cgroup can hold it
    written_bytes: int = 64 * 1024 * 1024  # files in its folder
    inodes: int = 4096  # files and folders in its folder
    open_files: int = 64
    output_bytes: int = 1024 * 1024  # of stdout, and as many of stderr

    def __post_init__(self) -> None:
        """Refuse what is no limit."""
        for name in self.__dataclass_fields__:
            if not getattr(self, name) > 0:
                raise BadJob(f"a job's {name} must be above 0")


class Why(StrEnum):
    """Why a job ended."""

    FINISHED = "finished"
    """By itself; `exit_code` says how."""
    WALL = "ran too long"
    CPU = "used too much CPU time"
    MEMORY = "used too much memory"
    WRITTEN = "wrote too much"
    INODES = "made too many files"
    OUTPUT = "printed too much"
    SIGNAL = "ended by a signal"
    BROKEN = "the sandbox did not start"
    """Nothing of the job was run; `stderr` says what is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Python source (standard library only) and the files that lie in its working folder.

    Raises BadJob for source above LONGEST_SOURCE bytes, more than MOST_FILES files or MOST_INPUT
    bytes, and names of files that aren't plain ones.
    """

    source: str
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Refuse what no sandbox takes."""
        if _length(self.source) > LONGEST_SOURCE:
            raise BadJob(f"the code of a job may have {LONGEST_SOURCE} bytes")
        if len(self.files) > MOST_FILES:
            raise BadJob(f"a job may have {MOST_FILES} files, not {len(self.files)}")
        for name in self.files:
            if not FILE_NAME.fullmatch(name):
                raise BadJob(f"a job's file can't be named {name[:100]!r}: letters, digits, _ . -")
        if sum(map(len, self.files.values())) > MOST_INPUT:
            raise BadJob(f"the files of a job may have {MOST_INPUT} bytes together")


def _length(source: str) -> int:
    try:
        return len(source.encode())
    except UnicodeEncodeError:
        raise BadJob("the code of a job holds half a character (a lone surrogate)") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What came of a job: untrusted bytes, each output cut at the job's limit.

    `exit_code` is negative for a signal, as Python has it. `well` is the only case in which stdout
    is worth reading.
    """

    executor: str
    level: Level
    why: Why
    exit_code: int
    stdout: bytes
    stderr: bytes
    seconds: float

    @property
    def well(self) -> bool:
        """Say whether it ended by itself, with 0."""
        return self.why is Why.FINISHED and self.exit_code == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Executor:
    """One way to run a job apart from everything else.

    `by_name` alone: it is chosen where someone names it, never by itself.
    """

    name: str
    level: Level
    by_name: bool = False

    def why_not(self) -> Text | None:
        """Say what is missing here for it to work; None where nothing is known to be."""
        raise NotImplementedError

    def run(self, job: Job) -> Ran:
        """Run a job and wait for its end; blocks its thread for at most `wall_s` and a little.

        Nothing of the job is left when it returns: no process, file, mount or cgroup. Raises
        NoSandbox where it can't be started at all.
        """
        raise NotImplementedError
