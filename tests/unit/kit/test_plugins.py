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


def offered(folder: Path, name: str) -> None:
    """An installed package that offers `third`, which is 3."""
    told = folder.parent / "other-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text(f"[sample_plugins]\n{name} = other_plugin:third\n")
    (folder.parent / "other_plugin.py").write_text("third = 3")


def test_an_installed_package_offers_more(folder: Path) -> None:
    (folder / "first.py").write_text("first = 1")
    offered(folder, "third")

    assert discover(imported(), int) == {"first": 1, "third": 3}


def test_two_of_one_name_are_refused(folder: Path) -> None:
    (folder / "first.py").write_text("first = 1")
    offered(folder, "first")

    with pytest.raises(PluginError, match="two plug-ins are named 'first'"):
        discover(imported(), int)


def test_who_offers_nothing_does_not_cost_the_library_for_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "first.py").write_text("first = 1")
    monkeypatch.setitem(sys.modules, "importlib.metadata", None)  # whoever imports it now fails

    assert discover(imported(), int) == {"first": 1}
