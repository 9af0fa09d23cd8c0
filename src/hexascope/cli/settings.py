"""hexascope settings"""

from typing import Annotated

import typer

from hexascope import bootstrap
from hexascope.cli.language import spoken
from hexascope.kit.visible import visible
from hexascope.words import translate


def settings(
    every: Annotated[bool, typer.Option("--all", help="The limits of all checks too.")] = False,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """Show each setting, its value, and where it came from."""
    known = bootstrap.known_settings()
    language = spoken(wanted=lang or known.settings.examine.language)
    for name, one in sorted(known.origins.items()):
        meaning = translate(one.meaning, language)
        typer.echo(f"{name} = {visible(repr(one.value))}  ({visible(one.source)})  {meaning}")
    for check in bootstrap.checks(known).values() if every else ():
        for limit in check.limits().values():
            name = f"checks.{check.name}.{limit.name}"
            if name not in known.origins:
                meaning = translate(limit.meaning, language)
                typer.echo(f"{name} = {limit.value:g}  (default)  {meaning}")
