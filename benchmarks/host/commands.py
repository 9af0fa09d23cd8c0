"""Runs a system tool and says clearly when it fails or is missing."""

import shutil
import subprocess
from collections.abc import Sequence

from benchmarks.errors import BenchError, Unfit

COMMAND_LIMIT_SECONDS = 60.0

PACKAGES = {
    "ip": "iproute2",
    "losetup": "mount",
    "mkfs.ext4": "e2fsprogs",
    "mkswap": "util-linux",
    "mount": "mount",
    "nft": "nftables",
    "ss": "iproute2",
    "swapoff": "mount",
    "swapon": "mount",
    "umount": "mount",
}


def run(*arguments: str, given: str | None = None) -> str:
    """What the tool printed; a failure names the command and what it said."""
    try:
        done = subprocess.run(
            arguments,
            input=given,
            capture_output=True,
            text=True,
            timeout=COMMAND_LIMIT_SECONDS,
            check=False,
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
    return sorted({tool for tool in tools if shutil.which(tool) is None})


def missing_tools(tools: Sequence[str]) -> str:
    """A sentence that names what is missing and the Debian packages that bring it."""
    packages = sorted({PACKAGES.get(tool, tool) for tool in tools})
    return (
        f"Missing on this machine: {', '.join(tools)}. "
        f"Install it, for example with: apt-get install {' '.join(packages)}"
    )
