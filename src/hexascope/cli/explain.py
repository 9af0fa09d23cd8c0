"""hexascope explain"""

from typing import Annotated

import typer

from hexascope import bootstrap
from hexascope.cli.language import spoken
from hexascope.services.explaining import explain as explained
from hexascope.settings.read import nearest
from hexascope.words import translate


def explain(
    name: Annotated[str, typer.Argument(help="A check, evidence family, specialist or remedy.")],
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """Explain a check, a family of evidence, a specialist or a remedy."""
    known = bootstrap.known_settings()
    language = spoken(wanted=lang or known.settings.examine.language)
    said = explained(
        name, bootstrap.named_things(known), lambda words: translate(words, language), nearest
    )
    typer.echo(said)
