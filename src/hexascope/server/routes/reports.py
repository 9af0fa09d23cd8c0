"""Reports of kept examinations over HTTP, in every format that there is."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from hexascope import bootstrap
from hexascope.bootstrap.serving.reporting import report_of
from hexascope.domain.access import Verb
from hexascope.server.requests.asked import AskCaller, AskParts, AskScope
from hexascope.server.requests.asking import AcceptLanguage, AskLanguage, AskWords, language_asked
from hexascope.server.requests.guard import may
from hexascope.server.requests.ours import must_of
from hexascope.server.schemas.reports import ReportFormat, format_shown
from hexascope.store.database.content.examinations import Examinations
from hexascope.words import Language

reports = APIRouter(tags=["reports"])

POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)
"""A report is one file with its style in it; it has no scripts, and could not run them."""

AskFormat = Annotated[str, Path(pattern="^[a-z][a-z0-9_]{0,39}$", description="See /reports.")]


@reports.get("/api/v1/reports", dependencies=[may(Verb.READ, "reports")])
async def list_formats(lang: AskWords = Language.ENGLISH) -> list[ReportFormat]:
    """List the formats that reports can be fetched in."""
    return [format_shown(one, lang) for _, one in sorted(bootstrap.formats().items())]


@reports.get(
    "/api/v1/examinations/{examination}/report.{form}", dependencies=[may(Verb.READ, "reports")]
)
async def read_report(
    examination: str,
    form: AskFormat,
    parts: AskParts,
    scope: AskScope,
    caller: AskCaller,
    lang: AskLanguage = "",
    accept_language: AcceptLanguage = "",
) -> Response:
    """Give the report of an examination as a file: html, json, markdown, compat, terminal, …"""
    kept = await Examinations(scope).one(examination)
    await must_of(scope, caller, Verb.READ, "reports", kept.host_id)
    language = language_asked(lang, accept_language)
    made = await report_of(parts, scope, examination, form, language)
    return Response(
        made.words.encode(errors="backslashreplace"),
        media_type=media_type(made.media_type),
        headers={
            "Content-Disposition": f'inline; filename="{made.name}"',
            "Content-Language": made.language.value,
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Vary": "Accept-Language, Authorization, Cookie",
        },
    )


def media_type(one: str) -> str:
    """Give the type with its letters' encoding: everything is UTF-8."""
    return f"{one}; charset=utf-8" if one.startswith("text/") else one
