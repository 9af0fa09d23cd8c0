"""Rendering the pages of logging in, in the language that the browser asks for."""

from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from hexascope.server.frame.security import html_policy
from hexascope.words import Language, translate

TEMPLATES = ("page.html", "login.html", "setup.html", "back.html", "home.html", "unbuilt.html")
HEADERS = {
    "Content-Security-Policy": html_policy(),
    # without it browsers say that forms come from nowhere, and we could not tell whose page asks
    "Referrer-Policy": "same-origin",
    "Vary": "Accept-Language",
}
LONGEST_LANGUAGES = 200
"""Letters of Accept-Language that are looked at."""


def language_of(request: Request) -> Language:
    """Give the first language that is wanted and spoken; else English."""
    wanted = request.headers.get("accept-language", "")[:LONGEST_LANGUAGES].lower()
    for one in wanted.split(","):
        word = one.strip()[:2]
        if word in {known.value for known in Language}:
            return Language(word)
    return Language.ENGLISH


def page(
    request: Request, template: str, *, title: str, status: int = 200, **values: object
) -> HTMLResponse:
    """Give one page; `problem` is a sentence that says what went wrong, `told` what went well."""
    language = language_of(request)

    def word(sentence: str) -> str:
        return translate(sentence, language)

    values = {"problem": "", "told": "", **values}
    body = (
        _environment()
        .get_template(template)
        .render(title=title, language=language.value, word=word, **values)
    )
    return HTMLResponse(
        body,
        status_code=status,
        headers=HEADERS,
    )


@cache
def static(name: str) -> str:
    """Give the page's style or script."""
    return (files("hexascope.server.doors") / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=DictLoader({name: static(name) for name in TEMPLATES}),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
