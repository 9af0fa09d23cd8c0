"""Every sentence that a user reads has its Portuguese, with the same values in it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import hexascope.act.remedies
import hexascope.check.checks
import hexascope.consult.specialists
from hexascope.check.contract import Check
from hexascope.domain.families import families
from hexascope.domain.remedy import Remedy
from hexascope.domain.use import Aspect, Resource, Severity
from hexascope.kit.format import SHOWN
from hexascope.kit.plugins import discover
from hexascope.words.catalogue import Language, catalogue

SOURCE = Path("src/hexascope")


def templates() -> Iterator[tuple[str, str]]:
    """Give the first argument of each call of text(…) in the code."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id == "text" and isinstance(node, ast.Call):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield str(file), first.value


def paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.strip().split("\n\n")]


def sentences() -> Iterator[tuple[str, str]]:
    """Give all that is shown to users outside Texts: docstrings, meanings, fixed words."""
    for name, check in discover(hexascope.check.checks, Check).items():
        for part in paragraphs(check.text):
            yield name, part
        for limit in check.limits().values():
            yield name, limit.meaning
    for name, family in families().items():
        yield name, family.meaning
    for name, remedy in discover(hexascope.act.remedies, Remedy).items():
        yield name, remedy.why_it_matters
        yield name, remedy.what_to_do
    for words in (Resource, Aspect):
        for one in words:
            yield words.__name__, one.value
    for level in Severity:
        yield "Severity", level.word


def fixed_words() -> Iterator[tuple[str, str]]:
    """Give the words of word("…") and translate("…", …) in code and templates."""
    pattern = re.compile(r"\b(?:word|translate)\(\s*(?:'([^']+)'|\"([^\"]+)\")\s*[,)]")
    files = [
        file
        for folder in ("cli", "services", "report")
        for ending in ("*.py", "*.html")
        for file in (SOURCE / folder).rglob(ending)
    ]
    for file in sorted(files):
        for single, double in pattern.findall(file.read_text(encoding="utf-8")):
            yield str(file), single or double


def missing(wanted: Iterator[tuple[str, str]]) -> list[str]:
    known = catalogue(Language.PORTUGUESE)
    return sorted({f"{where}: {one!r}" for where, one in wanted if one and one not in known})


def test_every_sentence_with_values_has_its_portuguese() -> None:
    assert missing(templates()) == []


def test_every_docstring_meaning_and_word_has_its_portuguese() -> None:
    assert missing(sentences()) == []


def test_every_fixed_word_of_reports_has_its_portuguese() -> None:
    assert missing(fixed_words()) == []


def test_help_texts_have_their_portuguese() -> None:
    wanted = []
    for file in sorted((SOURCE / "cli").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            value = node.value if isinstance(node, ast.keyword) and node.arg == "help" else None
            if isinstance(value, ast.Constant):
                wanted.append((str(file), str(value.value)))
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                decorated = node.name == file.stem or node.decorator_list
                if decorated and file.stem != "main":
                    wanted.append((str(file), paragraphs(ast.get_docstring(node) or "")[0]))
    assert missing(iter(wanted)) == []


def test_a_translation_has_the_same_values_in_the_same_formats() -> None:
    def fields(template: str) -> set[tuple[str, str]]:
        parts = Formatter().parse(template)
        # a word for one and many is needed in one language and not in the other
        return {(name, how or "") for _, name, how, _ in parts if name and "|" not in (how or "")}

    for _, english in templates():
        portuguese = catalogue(Language.PORTUGUESE).get(english)
        if portuguese is not None:
            assert fields(english) == fields(portuguese), english


def test_every_format_of_a_value_is_known() -> None:
    for where, template in templates():
        for _, name, how, _ in Formatter().parse(template):
            is_word = how is not None and how.count("|") == 1 and all(how.split("|"))
            assert not how or how in SHOWN or is_word, f"{where}: {{{name}:{how}}}"


def test_a_word_for_one_and_many_belongs_to_a_number_that_its_sentence_shows() -> None:
    both = [
        one
        for _, english in templates()
        for one in (english, catalogue(Language.PORTUGUESE).get(english, ""))
    ]
    for template in both:
        parts = [(name, how or "") for _, name, how, _ in Formatter().parse(template) if name]
        shown = {name for name, how in parts if how in SHOWN}
        assert {name for name, how in parts if "|" in how} <= shown, template
