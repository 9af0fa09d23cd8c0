"""What every journey stands on."""

import signal
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped] # it has no types

from tests.support import kept, line
from tests.support.benched import Benched, benched
from tests.support.commands import scripted_models

LONGEST_FIRST = ("test_soak.py", "test_sandbox.py")
"""What is begun last ends last: files whose tests take long would keep all others waiting."""

EACH_APART = "test_soak.py"
TOGETHER = {"test_errands.py": "test_sandbox.py"}
"""Where it is seen whether a sandbox leaves anything, no other file may use one meanwhile."""


class BesideEachOther(LoadScopeScheduling):  # type: ignore[misc] # its package has no types
    """Hands out whole files, for their tests share a server, in the order of their collection."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0].rpartition("/")[2]
        return nodeid if file == EACH_APART else TOGETHER.get(file, file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BesideEachOther | None:
    """Hand out what may run side by side, where `--dist loadscope` asks for it."""
    return BesideEachOther(config, log) if config.getvalue("dist") == "loadscope" else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest."""
    items.sort(key=lambda item: item.path.name not in LONGEST_FIRST)


@pytest.fixture(autouse=True, scope="session")
def _interruptible() -> Iterator[None]:
    """Let children be interrupted also where the tests run in the background.

    A shell starts what it puts into the background with interrupts ignored, and children inherit
    that; a signal that is caught here is back at its default in them.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home of its own to what is run."""
    return tmp_path


@pytest.fixture(scope="module")
def models() -> Iterator[str]:
    """Give the address of scripted models."""
    with scripted_models() as address:
        yield address


@pytest.fixture(scope="session")
def throttled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a kept bundle with something to judge, whatever this machine does meanwhile."""
    file = tmp_path_factory.mktemp("kept") / "throttled.hxb"
    file.write_bytes(kept.bundle(kept.made("cgroup2_throttled_unit"), line.service()))
    return str(file)


@pytest.fixture
def open_home() -> Iterator[Path]:
    """Give a folder that other users reach as well: pytest's own is root's alone."""
    with tempfile.TemporaryDirectory(prefix="hexascope-journey-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@pytest.fixture(scope="session")
def benches(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Benched]:
    """Give what a bench came to, with all its cases that this session asks for in one go."""

    @cache
    def of(what: str) -> Benched:
        asking = [item for item in request.session.items if _bench_of(item) == what]
        cases = [item.callspec.params["case"] for item in asking]  # type: ignore[attr-defined] # all have one
        return benched(tmp_path_factory.mktemp(what), what, list(dict.fromkeys(cases)))

    return of


@pytest.fixture
def run(
    request: pytest.FixtureRequest, case: str, benches: Callable[[str], Benched]
) -> dict[str, Any]:
    """Give the run of a test's case by the bench that its mark `bench` names."""
    found = benches(_bench_of(request.node))
    assert case in found.runs, f"the bench ended before: {found.said[-3000:]}"
    return found.runs[case]


def _bench_of(item: pytest.Item) -> str:
    mark = item.get_closest_marker("bench")
    return str(mark.args[0]) if mark else ""
