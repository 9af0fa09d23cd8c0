"""The whole line at once: collect, derive, check, consult, and every format of the report."""

import asyncio
import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema

from hexascope import bootstrap
from hexascope.collect.contract import Look, LookKind, Looks, Plan
from hexascope.domain.examination import Examination, SelfCost
from hexascope.domain.host import HostFacts
from hexascope.domain.snapshot import Window
from hexascope.report.contract import Format, Manner
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.looked import Looked
from hexascope.settings.read import read_settings
from tests.support.kept import BEGAN, BOOTED, WINDOW_SECONDS, Made, MadeFiles, described

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "src/hexascope/report/schemas/report-1.json").read_text()
)
VALID = jsonschema.Draft202012Validator(SCHEMA)
COST = SelfCost(cpu_s=0.1, wall_s=5.0, rss_bytes=1, files_read=1, bytes_read=1, collectors={})
INVISIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
MARKUP = re.compile(r"(?<!\\)\]\(|(?<!\\)!\[|(?<!\\)<")
COLOUR = re.compile("\x1b\\[[0-9;]*m")


class Judged(NamedTuple):
    """A host's window and what was said of it."""

    window: Window
    examination: Examination


class Shortly:
    """A made host in three looks: a full one, a light one, a full one."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.made = Made(name="shortly", story="", told=told, expected={})

    def looks(self, plan: Plan) -> Iterator[Look]:
        """Give the looks with the host as it is at each."""
        ends = (LookKind.FULL, LookKind.LIGHT, LookKind.FULL)
        for number, kind in enumerate(ends):
            seconds = WINDOW_SECONDS / 2 * number
            yield Look(
                kind=kind,
                number=number,
                at=BEGAN + seconds,
                time=BOOTED + BEGAN + seconds,
                files=MadeFiles(self.made, seconds),
            )


def quiet() -> dict[str, Any]:
    """Describe the quiet machine that the kept hosts stand on."""
    return described("_base")


@cache
def service() -> Examinations:
    """Join all parts with the settings' defaults."""
    return bootstrap.examinations(read_settings([], {}, None))


@cache
def formats() -> dict[str, Format]:
    """Give every format."""
    return bootstrap.formats()


def judged(host: Looks) -> Judged:
    """Look at a host with all collectors, and judge it."""
    window = service().look(host, Plan(), lambda _: None)
    facts = HostFacts(id="h" * 32, name="shortly", privileged=True)
    return Judged(
        window,
        asyncio.run(
            service().judge(Looked(window=window, host=facts, cost=COST), Wishes(), id="0" * 32)
        ),
    )


def assert_reports_hold(about: Examination) -> None:
    """Write every format: none breaks, none holds what could deceive a reader or his programs."""
    written = {
        name: one.write(about, Manner(width=100))
        for name, one in formats().items()
        if not one.of_profiles
    }
    VALID.validate(json.loads(written["json"]))
    json.loads(written["compat"])
    for name in ("terminal", "markdown", "html"):
        found = INVISIBLE.search(written[name])
        assert found is None, f"{name}: {found}"
    assert not MARKUP.search(written["markdown"])
    tags = Tags()
    tags.feed(written["html"])
    assert not tags.seen & {"script", "img", "iframe", "object", "form", "link", "base", "b"}
    assert not [one for one in tags.attributes if one.startswith("on")]
    coloured = formats()["terminal"].write(about, Manner(width=100, colour=True))
    assert INVISIBLE.search(COLOUR.sub("", coloured)) is None


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
