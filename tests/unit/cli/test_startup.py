"""What a start pays for: whoever asks no model does not import what speaks to models."""

import subprocess
import sys
from pathlib import Path

from tests.support import kept
from tests.support.kept_digests import service

OF_MODELS = (
    "aiohttp",
    "agent_framework",
    "opentelemetry",
    "hexascope.llm",
    "hexascope.sandbox",
    "hexascope.consult.ledger",
    "hexascope.consult.told.briefing",
    "hexascope.consult.answered.forms",
    "hexascope.consult.voices.model",
)
SELDOM = ("pydantic", "importlib.metadata", "jinja2")
"""Libraries that cost a start 40 ms and more, and that only some commands need."""

RUN = """
import sys
from hexascope.cli.main import main
sys.argv = ["hexascope", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
sys.stderr.write("\\n" + " ".join(sys.modules))
"""


def imported_by(*words: str) -> list[str]:
    """Give the modules that a command has imported when it ends."""
    ended = subprocess.run(
        [sys.executable, "-c", RUN, *words], capture_output=True, text=True, timeout=60
    )
    assert ended.stdout, ended.stderr
    return ended.stderr.splitlines()[-1].split()


def found(modules: list[str], names: tuple[str, ...]) -> set[str]:
    return {one for one in modules for name in names if one == name or one.startswith(f"{name}.")}


def test_an_examination_by_rules_imports_nothing_that_speaks_to_models(tmp_path: Path) -> None:
    bundle = tmp_path / "host.hxb"
    bundle.write_bytes(kept.bundle(kept.made(kept.names()[0]), service()))

    modules = imported_by("examine", "--from", str(bundle), "--format", "terminal")

    assert "hexascope.check.judge" in modules, "it has judged"
    assert found(modules, OF_MODELS + SELDOM) == set()


def test_help_imports_no_part_of_an_examination() -> None:
    modules = imported_by("--help")

    assert "hexascope.cli.main" in modules
    assert found(modules, ("hexascope.collect", "hexascope.check", *OF_MODELS, *SELDOM)) == set()
