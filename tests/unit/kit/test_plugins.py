import sys
from pathlib import Path
from types import ModuleType

import pytest

from hexascope.kit.plugins import PluginError, discover


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "sample_plugins"
    package.mkdir()
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.startswith("sample_plugins")]:
        monkeypatch.delitem(sys.modules, name)
    return package


def imported() -> ModuleType:
    import sample_plugins  # type: ignore[import-not-found] # made by the fixture

    found: ModuleType = sample_plugins
    return found


def test_a_file_offers_the_object_of_its_name(folder: Path) -> None:
    (folder / "second.py").write_text("second = 2")
    (folder / "first.py").write_text("first = 1")
    (folder / "_shared.py").write_text("")

    assert discover(imported(), int) == {"first": 1, "second": 2}


def test_a_file_that_offers_something_else_is_named(folder: Path) -> None:
    (folder / "wrong.py").write_text("wrong = 'text'")

    with pytest.raises(PluginError, match="'wrong' should offer a int"):
        discover(imported(), int)
