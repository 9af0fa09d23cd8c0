"""Every command, check, setting and format has its page; examples in documents run; links lead."""

import re
import shlex
from pathlib import Path

import pytest

from hexascope.bootstrap import plugin_names
from hexascope.cli.main import COMMANDS, command

DOCS = sorted([*Path("docs").rglob("*.md"), *Path().glob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)(#[^)]*)?\)")
SHELL = re.compile(r"```(?:sh|console|bash)\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", DOCS, ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    for target, _ in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page}: {target}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_page(name: str) -> None:
    page = Path("docs/reference/cli.md").read_text(encoding="utf-8")

    assert f"## hexascope {name}" in page


@pytest.mark.parametrize("name", plugin_names("check.checks"))
def test_every_check_stands_in_the_reference(name: str) -> None:
    assert f"## {name}\n" in Path("docs/reference/checks.md").read_text(encoding="utf-8")


def commands_in_documents() -> list[str]:
    found: list[str] = []
    for page in DOCS:
        for block in SHELL.findall(page.read_text(encoding="utf-8")):
            for line in block.splitlines():
                words = line.removeprefix("$ ").removeprefix("sudo ").split("#")[0].strip()
                if words.startswith("hexascope "):
                    found.append(words)
    return sorted(set(found))


@pytest.mark.parametrize("line", commands_in_documents())
def test_every_example_is_a_command_with_options_that_exist(line: str) -> None:
    words = shlex.split(re.split(r" \| | > | && ", line)[0])[1:]

    assert _takes(command(words), words, {one for one in words if one.startswith("--")}), line


def _takes(known: object, words: list[str], options: set[str]) -> bool:
    below = getattr(known, "commands", {})
    one = below.get(words[0])
    if one is None:
        return False
    inner = getattr(one, "commands", {})
    if inner:
        rest = [word for word in words[1:] if not word.startswith("-")]
        one = inner.get(rest[0]) if rest else one
        if one is None:
            return False
    offered = {name for parameter in one.params for name in parameter.opts}
    return {option.split("=")[0] for option in options} <= offered | {"--help"}
