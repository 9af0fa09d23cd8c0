"""Install what the journeys need: network and disk tools, a browser, and axe."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = {
    "ip": "iproute2",
    "nft": "nftables",
    "losetup": "mount",
    "mkfs.ext4": "e2fsprogs",
    "mkswap": "util-linux",
    "ethtool": "ethtool",
    "setpriv": "util-linux",
    "chromium": "chromium",
    "node": "nodejs",
    "npm": "npm",
    "initdb": "postgresql",
    "mariadbd": "mariadb-server",
    "redis-server": "redis-server",
    "nginx": "nginx-light",
    "javac": "openjdk-17-jdk-headless",
    "sadf": "sysstat",
    "pmlogger": "pcp",
    "prometheus": "prometheus",
    "sshd": "openssh-server",
    "ssh": "openssh-client",
    "busybox": "busybox",
    "bwrap": "bubblewrap",
    "prometheus-node-exporter": "prometheus-node-exporter",
    "openssl": "openssl",
}
AUTOGEN = ("autogen-agentchat==0.7.5", "autogen-ext[openai]==0.7.5")
"""It holds its friends to old versions, so it lives in an environment of its own."""

BROWSER_TOOLS = ("playwright-core@1.64.1", "axe-core@4.11.0")
PATIENCE_SECONDS = 900

# Debian keeps these off the path: one folder for each version.
FURTHER_PLACES = ("/usr/sbin", "/sbin", *map(str, Path("/").glob("usr/lib/postgresql/*/bin")))

# A package may start its daemon as soon as it is there. This file forbids it; where there is one
# already, it stays as it is.
POLICY = Path("/usr/sbin/policy-rc.d")
PCP_NAMES = Path("/var/lib/pcp/pmns/root")
PCP_REBUILD = Path("/var/lib/pcp/pmns/Rebuild")
FORBIDDEN = "#!/bin/sh\nexit 101\n"


def main() -> None:
    """Install missing Debian packages and the browser tools; say what to do where that fails."""
    missing = sorted({package for program, package in PROGRAMS.items() if not _here(program)})
    if missing:
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            print(f"make journeys needs {', '.join(missing)}: install them, or run it as root")
            sys.exit(2)
        print(f"installing {', '.join(missing)}")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        with no_daemon_starts():
            for words in (
                ["apt-get", "update", "-qq"],
                ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *missing],
            ):
                subprocess.run(words, check=True, env=environment, timeout=PATIENCE_SECONDS)
    build_names_of_pcp()
    tools = Path("tests/journeys/browser")
    if not (tools / "node_modules" / "axe-core").exists():
        words = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--silent"]
        subprocess.run([*words, *BROWSER_TOOLS], check=True, cwd=tools, timeout=PATIENCE_SECONDS)
    make_home_of_autogen(Path("tests/journeys/autogen/.venv"))


def make_home_of_autogen(home: Path) -> None:
    """Make an environment for AutoGen, which the example of those who come from it needs."""
    if not list(home.glob("lib/*/site-packages/autogen_agentchat")):
        pip = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        for words in ([sys.executable, "-m", "venv", str(home)], [*pip, *AUTOGEN]):
            subprocess.run(words, check=True, timeout=PATIENCE_SECONDS)


def build_names_of_pcp() -> None:
    """Build Performance Co-Pilot's table of names, which its daemon does when it starts."""
    if PCP_REBUILD.exists() and not PCP_NAMES.exists():
        words = [str(PCP_REBUILD), "-s"]
        subprocess.run(words, check=True, cwd=PCP_NAMES.parent, timeout=PATIENCE_SECONDS)


@contextmanager
def no_daemon_starts() -> Iterator[None]:
    """Keep packages from starting their daemons while they are installed."""
    ours = not POLICY.exists()
    if ours:
        POLICY.write_text(FORBIDDEN)
        POLICY.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            POLICY.unlink()


def _here(program: str) -> bool:
    path = os.pathsep.join((os.environ.get("PATH", ""), *FURTHER_PLACES))
    return shutil.which(program, path=path) is not None


if __name__ == "__main__":
    main()
