"""Install the core into an empty environment and hold it against its limits.

Where the dashboard was built (`make web`), it must have come along.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

MOST_BYTES = 28 * 1000 * 1000
"""What the core stands on: packages of others."""

MOST_OWN_BYTES = 8 * 1000 * 1000
"""Our own package, the server's code in it (decision 0019)."""

MOST_PACKAGES = 27
MOST_HELP_CPU_SECONDS = 0.3
DASHBOARD = Path("hexascope/server/static/index.html")
NOT_COUNTED = ("pip", "setuptools", "wheel", "__pycache__", "_distutils_hack", "pkg_resources")


def main() -> None:
    """Print size and count beside their limits; end with 1 where one is passed."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        words = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "."]
        subprocess.run(words, check=True)
        [site] = (Path(folder) / "lib").glob("python*/site-packages")
        own = _size(site / "hexascope")
        size, packages = _size(site) - own, _packages(site)
        came_along = (site / DASHBOARD).exists()
        spent = _help_cpu_seconds(Path(folder) / "bin" / "hexascope")
        words = [str(Path(folder) / "bin" / "hexascope"), "examine", "--window", "1", "--no-keep"]
        subprocess.run([*words, "--format", "json", "--output", os.devnull, "-q"], check=True)
    print(f"core: packages of others {size / 1e6:.1f} MB of {MOST_BYTES / 1e6:.0f}, ours")
    print(f"{own / 1e6:.1f} MB of {MOST_OWN_BYTES / 1e6:.0f}, {len(packages)} packages of")
    print(f"{MOST_PACKAGES}; --help {spent:.2f} s of CPU of {MOST_HELP_CPU_SECONDS}")
    if (Path("src") / DASHBOARD).exists() and not came_along:
        print("the dashboard was built, and the package does not bring it: see [tool.hatch.build]")
        sys.exit(1)
    if (
        size > MOST_BYTES
        or own > MOST_OWN_BYTES
        or len(packages) > MOST_PACKAGES
        or spent > MOST_HELP_CPU_SECONDS
    ):
        print(f"the core install passes a limit; packages: {', '.join(packages)}")
        sys.exit(1)


def _size(site: Path) -> int:
    return sum(
        file.stat().st_size
        for file in site.rglob("*")
        if file.is_file()
        and not any(part.startswith(NOT_COUNTED) for part in file.relative_to(site).parts)
    )


def _packages(site: Path) -> list[str]:
    names = sorted(one.name.split("-")[0] for one in site.glob("*.dist-info"))
    return [name for name in names if not name.startswith(NOT_COUNTED)]


def _help_cpu_seconds(program: Path) -> float:
    """Give the least of three: the first run also writes byte code."""
    spent = []
    for _ in range(3):
        before = os.times()
        subprocess.run([str(program), "--help"], check=True, capture_output=True)
        after = os.times()
        spent.append(
            after.children_user
            - before.children_user
            + after.children_system
            - before.children_system
        )
    return min(spent)


if __name__ == "__main__":
    main()
