"""hexascope compare"""

from typing import Annotated

import typer

from hexascope import bootstrap
from hexascope.cli.language import spoken
from hexascope.services import comparing
from hexascope.words import translate


def compare(
    before: Annotated[str, typer.Argument(help="An evidence bundle, or a kept examination's id.")],
    after: Annotated[str, typer.Argument(help="Another one, to be compared with the first.")],
    form: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """Say what differs between two examinations: what got better, what got worse."""
    known = bootstrap.known_settings()
    language = spoken(wanted=lang or known.settings.examine.language)
    reports = [
        comparing.report_of(
            one, bootstrap.archive(known), lambda: bootstrap.examinations(known), language
        )
        for one in (before, after)
    ]
    difference = comparing.compare(reports[0], reports[1])
    if form == "json":
        typer.echo(comparing.as_json(difference))
        return
    for line in comparing.lines(difference, lambda words: translate(words, language)):
        typer.echo(line)
