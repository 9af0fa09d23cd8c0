"""Runs a system tool and says clearly when it fails or is missing."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.errors import BenchError, Unfit

COMMAND_LIMIT_SECONDS = 60.0

PACKAGES = {
    "initdb": "postgresql",
    "ip": "iproute2",
    "java": "openjdk-17-jre-headless",
    "javac": "openjdk-17-jdk-headless",
    "losetup": "mount",
    "mariadb": "mariadb-client",
    "mariadb-install-db": "mariadb-server",
    "mariadbd": "mariadb-server",
    "mkfs.ext4": "e2fsprogs",
    "mkswap": "util-linux",
    "mount": "mount",
    "nft": "nftables",
    "nginx": "nginx-light",
    "node": "nodejs",
    "postgres": "postgresql",
    "psql": "postgresql-client",
    "redis-cli": "redis-tools",
    "redis-server": "redis-server",
    "ss": "iproute2",
    "swapoff": "mount",
    "swapon": "mount",
    "umount": "mount",
}

# Debian keeps PostgreSQL's programs off the path, one folder for each version.
_FURTHER_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/sbin", "/sbin")


def run(*arguments: str, given: str | None = None, user: int | None = None) -> str:
    """What the tool printed; a failure names the command and what it said."""
    try:
        done = subprocess.run(
            arguments,
            input=given,
            capture_output=True,
            text=True,
            timeout=COMMAND_LIMIT_SECONDS,
            check=False,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            cwd=None if user is None else "/",
        )
    except FileNotFoundError as missing:
        raise Unfit(missing_tools([arguments[0]])) from missing
    except subprocess.TimeoutExpired as late:
        shown = " ".join(arguments)
        raise BenchError(f"'{shown}' did not end within {COMMAND_LIMIT_SECONDS:g} s.") from late
    if done.returncode != 0:
        shown, said = " ".join(arguments), (done.stderr or done.stdout).strip()
        raise BenchError(f"'{shown}' failed with {done.returncode}: {said}")
    return done.stdout


def absent(tools: Sequence[str]) -> list[str]:
    """Those of the tools that are not on this machine's path."""
    return sorted({tool for tool in tools if find(tool) is None})


def find(tool: str) -> Path | None:
    """Where the tool is: on the path, or where Debian keeps the newest of several."""
    places = [
        str(folder)
        for pattern in _FURTHER_PLACES
        for folder in sorted(Path("/").glob(pattern.removeprefix("/")), reverse=True)
    ]
    found = shutil.which(tool, path=os.pathsep.join([*places, os.environ.get("PATH", "")]))
    return Path(found) if found else None


def need(tool: str) -> Path:
    """Where the tool is; one that is missing is told with its package."""
    found = find(tool)
    if found is None:
        raise Unfit(missing_tools([tool]))
    return found


def missing_tools(tools: Sequence[str]) -> str:
    """A sentence that names what is missing and the Debian packages that bring it."""
    packages = sorted({PACKAGES.get(tool, tool) for tool in tools})
    return (
        f"Missing on this machine: {', '.join(tools)}. "
        f"Install it, for example with: apt-get install {' '.join(packages)}"
    )
