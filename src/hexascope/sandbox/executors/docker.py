"""A container of Docker's: no network, nothing to write to but a folder in memory, no capability.

Chosen where it is named alone: who may talk to Docker's daemon is root on its machine.
"""

import json
import os
import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from hexascope.domain.errors import NoSandbox
from hexascope.domain.text import Text, text
from hexascope.kit import process
from hexascope.sandbox import parcel, running
from hexascope.sandbox.contract import Executor, Job, Level, Limits, Ran, Why
from hexascope.sandbox.inside.enter import MARK
from hexascope.sandbox.seccomp import ARCHITECTURES, profile

FOLDER = "/job"
NOBODY = "65534:65534"
ANSWER_SECONDS = 10.0
MANY = 65_536
"""Processes of its user; those of the container are held by --pids-limit."""

PASSED_ON = (
    *("PATH", "HOME", "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG"),
    *("DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "XDG_RUNTIME_DIR"),
)
"""What the client is told of our variables; nothing of it reaches the container."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Docker(Executor):
    """`docker run` with all that it can hold back; the image must be there, none is fetched."""

    image: str = "python:3-slim"

    def why_not(self) -> Text | None:
        """Say what is missing."""
        machine = os.uname().machine
        if machine not in ARCHITECTURES:
            return text("no filter of system calls is made for {machine}", machine=machine)
        if shutil.which("docker") is None:
            return text("docker is not installed")
        if not _answers("docker", "version", "--format", "{{.Server.Version}}"):
            return text("docker's daemon does not answer")
        if not _answers("docker", "image", "inspect", "--format", "{{.Id}}", self.image):
            return text("the image {image} is not there; docker pull brings it", image=self.image)
        return None

    def run(self, job: Job) -> Ran:
        """Run a job."""
        name = f"hexascope-job-{secrets.token_hex(8)}"
        filter_ = json.dumps(profile(os.uname().machine)).encode()
        # its user is nobody's on the host as well, so that what is counted are not its own
        limits = parcel.limits_inside(job.limits, processes=MANY)
        with (
            running.set_up(),
            parcel.handed(parcel.packed(job, limits), "job") as packed,
            parcel.handed(filter_, "filter") as profile_,
        ):
            words = self.words(name, job.limits, f"/proc/self/fd/{profile_}")
            child = _begun(words, job.limits, packed, profile_)
            try:
                how = running.watched(child, job.limits, _nothing, lambda: _end(name))
                begun = child.errors.startswith(MARK)
                if begun:
                    del child.errors[: len(MARK)]
                return running.ran(self, child, how, begun=begun)
            finally:
                if child.ended() != 0:
                    _end(name)
                child.kill()
                child.close()

    def words(self, name: str, limits: Limits, filter_: str) -> list[str]:
        """Give the argument list for a container of this name."""
        space = f"rw,nosuid,nodev,noexec,size={limits.written_bytes},nr_inodes={limits.inodes}"
        variables = [f"--env={key}={value}" for key, value in parcel.ENVIRONMENT.items()]
        return [
            *("docker", "run", "--rm", "--interactive", "--pull", "never", "--name", name),
            *("--network", "none", "--read-only", "--cap-drop", "ALL", "--user", NOBODY),
            *("--security-opt", "no-new-privileges", "--security-opt", f"seccomp={filter_}"),
            *("--pids-limit", str(limits.processes), "--memory", str(limits.memory_bytes)),
            *("--memory-swap", str(limits.memory_bytes), "--cpus", f"{limits.cores:g}"),
            *("--ipc", "none", "--hostname", "sandbox", "--log-driver", "none"),
            *("--tmpfs", f"{FOLDER}:{space},mode=1777", "--workdir", FOLDER, *variables),
            *(self.image, "python3", *parcel.FLAGS, "-c", parcel.steps("enter"), "0", "2"),
        ]


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}


def _answers(*words: str) -> bool:
    try:
        ended = process.run(words, timeout_seconds=ANSWER_SECONDS)
    except process.ProcessError:
        return False
    return ended.code == 0 and ended.output.strip() != b""


def _begun(words: Sequence[str], limits: Limits, packed: int, profile_: int) -> process.Child:
    try:
        return process.begin(
            words,
            environment=_environment(),
            most_bytes=limits.output_bytes,
            handed=(profile_,),
            given=packed,
        )
    except process.ProcessError as error:
        raise NoSandbox(str(error)) from None


def _nothing() -> Why | None:
    """Docker holds what the others look at: memory, files, inodes; time is held by the watcher."""
    return None


def _end(name: str) -> None:
    """Remove the container, whatever it does; one that is gone already is no error."""
    with suppress(process.ProcessError):
        process.run(("docker", "rm", "--force", name), timeout_seconds=ANSWER_SECONDS)


docker = Docker(name="docker", level=Level.CGROUP, by_name=True)
