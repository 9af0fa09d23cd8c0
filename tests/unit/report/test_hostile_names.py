"""Names from the host are hostile text: in every format they are inert and readable."""

import json
import re

import pytest

from hexascope.report.contract import Format, Manner
from hexascope.report.formats.compat import compat
from hexascope.report.formats.html import html
from hexascope.report.formats.json import json as as_json
from hexascope.report.formats.markdown import markdown
from hexascope.report.formats.terminal import terminal
from hexascope.words import Language
from tests.support.examinations import examination
from tests.support.line import Tags

FORMATS = (terminal, html, markdown, as_json, compat)
HOSTILE = (
    "\x1b]0;owned\x07\x1b[2J",
    "a\nb\r\nc\x00",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}{% raw %}",
    "[click](javascript:alert(1)) ![x](http://e.example/x)",
    "| a | b |",
    "=cmd|' /C calc'!A0",
    "\u202eexe.txt\u2066",
    "%n%s%x",
    "{0.__class__}{name}",
    "\\xff\\xfe",
    "\udcff",
    "x" * 4096,
)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name)[:24])
def test_a_hostile_name_is_inert_in_every_format(
    form: Format, name: str, language: Language
) -> None:
    written = form.write(examination(name), Manner(language=language, width=100))

    if form in (as_json, compat):
        json.loads(written)
        return
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)
    assert max(map(len, written.splitlines())) < 5000
    if form is markdown:
        assert not re.search(r"(?<!\\)\]\(|(?<!\\)!\[|(?<!\\)<", written)


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name)[:24])
def test_html_holds_no_script_no_image_and_no_handler(name: str) -> None:
    tags = Tags()
    tags.feed(html.write(examination(name), Manner()))

    assert not tags.seen & {"script", "img", "iframe", "object", "form", "link", "base"}
    assert not [one for one in tags.attributes if one.startswith("on")]


def test_a_long_name_can_be_told_by_its_beginning_and_its_end() -> None:
    written = markdown.write(examination("begin" + "x" * 4000 + "end"), Manner())

    assert "begin" in written
    assert "xend" in written
