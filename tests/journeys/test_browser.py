"""The HTML report in a real browser: axe finds nothing, and nothing is asked of the network."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hexascope.report.contract import Manner
from hexascope.report.formats.html import html
from hexascope.words import Language
from tests.support.examinations import examination

pytestmark = pytest.mark.journey

TOOLS = Path("tests/journeys/browser")
PATIENCE_SECONDS = 120


def seen(page: Path, scheme: str, size: str) -> dict[str, Any]:
    node = shutil.which("node")
    assert node, "make journeys installs what it needs; node is missing"
    words = [node, "look.mjs", str(page), scheme, size, str(page.with_suffix(".png"))]
    ended = subprocess.run(
        words, cwd=TOOLS, capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


@pytest.mark.parametrize("size", ["1440x900", "390x844"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", list(Language))
def test_axe_finds_no_fault_and_the_network_is_left_alone(
    tmp_path: Path, language: Language, scheme: str, size: str
) -> None:
    page = tmp_path / "report.html"
    name = "<b>x</b>" + "long" * 60
    page.write_text(html.write(examination(name), Manner(language=language)), encoding="utf-8")

    found = seen(page, scheme, size)

    assert found["violations"] == []
    assert found["passes"] > 10
    assert found["requests"] == [page.as_uri()]
    assert found["messages"] == []
    assert found["overflow"] <= 0, "the page is wider than the screen"
