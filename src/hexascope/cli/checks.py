"""hexascope checks"""

from typing import Annotated

import typer

from hexascope import bootstrap
from hexascope.cli.language import spoken
from hexascope.words import translate


def checks(
    resource: Annotated[str, typer.Option(help="Only those of one resource, such as cpu.")] = "",
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """List all checks: what each of them looks for."""
    known = bootstrap.known_settings()
    language = spoken(wanted=lang or known.settings.examine.language)
    found = bootstrap.checks(known).values()
    for one in sorted(found, key=lambda each: (each.resource, each.name)):
        if resource in ("", one.resource.value):
            summary = " ".join(one.text.partition("\n\n")[0].split())
            place = f"{translate(one.resource.value, language)}/{one.aspect.value}"
            typer.echo(f"{one.name:<26} {place:<26} {translate(summary, language)}")
