"""A wheel brings the built dashboard along, and git does not."""

import subprocess
import tomllib
from pathlib import Path

from hexascope.server.dashboard.built import BUILT

ROOT = Path.cwd()
TOLD = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BUILDING = TOLD["tool"]["hatch"]["build"]


def test_the_folder_that_is_served_lies_in_the_package_and_is_named_for_the_wheel() -> None:
    place = BUILT.relative_to(ROOT)

    assert str(place) in BUILDING["artifacts"]
    assert any(place.is_relative_to(one) for one in BUILDING["targets"]["wheel"]["packages"])


def test_a_build_is_no_source_and_what_it_is_made_of_is() -> None:
    ignored = subprocess.run(
        [
            "git",
            "check-ignore",
            str(BUILT / "index.html"),
            "web/node_modules/x",
            "web/src/main.tsx",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout.split()

    assert ignored == [str(BUILT / "index.html"), "web/node_modules/x"]
    assert "web" in BUILDING["targets"]["sdist"]["include"]


def test_the_lock_file_names_no_registry_and_packages_have_one_exact_version() -> None:
    lock = (ROOT / "web/package-lock.json").read_text(encoding="utf-8")
    told = (ROOT / "web/package.json").read_text(encoding="utf-8")

    assert '"resolved": "http' not in lock
    assert '"integrity": "sha512-' in lock
    for sign in ('"^', '"~', '"latest', '": "*'):
        assert sign not in told
