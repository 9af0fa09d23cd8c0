"""hexascope mcp: without the SDK it says what to install; with it no server is loaded."""

import importlib.util
import subprocess
import sys

import pytest

from hexascope.cli import mcp
from hexascope.domain.errors import BadInput


def test_without_the_sdk_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mcp, "find_spec", lambda _name: None)

    with pytest.raises(BadInput, match=r"pip install 'hexascope\[mcp\]'"):
        mcp.mcp()


def test_on_pipes_it_needs_nothing_of_the_server() -> None:
    code = (
        "import sys; import hexascope.server.mcp.local, hexascope.server.mcp.serving;"
        "print([one for one in ('fastapi', 'sqlalchemy', 'redis') if one in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert importlib.util.find_spec("fastapi") is not None
    assert ran.stdout.strip() == "[]"
