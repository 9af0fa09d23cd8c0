"""Install what the journeys need: network and disk tools, a browser, and axe."""

import os
import shutil
import subprocess
import sys
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
}
BROWSER_TOOLS = ("playwright-core@1.64.1", "axe-core@4.11.0")
PATIENCE_SECONDS = 900


def main() -> None:
    """Install missing Debian packages and the browser tools; say what to do where that fails."""
    missing = sorted({package for program, package in PROGRAMS.items() if not _here(program)})
    if missing:
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            print(f"make journeys needs {', '.join(missing)}: install them, or run it as root")
            sys.exit(2)
        print(f"installing {', '.join(missing)}")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *missing],
        ):
            subprocess.run(words, check=True, env=environment, timeout=PATIENCE_SECONDS)
    tools = Path("tests/journeys/browser")
    if not (tools / "node_modules" / "axe-core").exists():
        words = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--silent"]
        subprocess.run([*words, *BROWSER_TOOLS], check=True, cwd=tools, timeout=PATIENCE_SECONDS)


def _here(program: str) -> bool:
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") is not None


if __name__ == "__main__":
    main()
