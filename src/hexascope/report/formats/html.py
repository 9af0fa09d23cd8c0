"""HTML: one self-contained file, without a network request, for two readers."""

from functools import partial
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined, select_autoescape

from hexascope.domain.examination import Examination
from hexascope.report.compose import compose
from hexascope.report.contract import Format, Manner
from hexascope.report.figures import ring, sparkline
from hexascope.report.flame import shown
from hexascope.words import translate

TEMPLATES = (
    "report.html",
    "report.css",
    "spoken.html",
    "story.html",
    "investigation.html",
    "profiles.html",
)
MOST_PROFILES = 8
"""Flame graphs of one report."""


def _write(about: Examination, manner: Manner) -> str:
    folder = files("hexascope.report") / "templates"
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in TEMPLATES}
    environment = Environment(
        loader=DictLoader(texts),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(
        page=compose(about, manner.language),
        profiles=[
            shown(profile, manner.language)
            for result in about.probed
            for profile in result.profiles
            if profile.samples
        ][:MOST_PROFILES],
        word=partial(translate, language=manner.language),
        sparkline=sparkline,
        ring=ring,
        top=manner.top,
    )


html = Format(
    name="html",
    ending="html",
    media_type="text/html",
    write=_write,
    text="HTML: one file to open, send or print; dark and light, no network request.",
)
