"""hexascope doctor"""

from typing import Annotated

import typer

from hexascope import bootstrap
from hexascope.cli.language import spoken
from hexascope.collect.hosts.local import LocalHost
from hexascope.kit.visible import visible
from hexascope.services.doctoring import seen_here, wall_here
from hexascope.words import Language, render, translate


def doctor(lang: Annotated[str, typer.Option(help="en or pt.")] = "") -> None:
    """Say what can be measured here, and what a privilege would add."""
    known = bootstrap.known_settings()
    language = spoken(wanted=lang or known.settings.examine.language)
    seen = list(seen_here(LocalHost(), bootstrap.collectors(known)))
    for one in seen:
        mark = "✓" if not one.missing else "~" if one.readings or one.rows else "✗"
        counted = f"{one.readings} {translate('readings', language)}"
        if one.rows:
            counted += f", {one.rows} {translate('rows', language)}"
        typer.echo(f"{mark} {one.collector:<18} {counted}")
        for missing in one.missing:
            status = translate(missing.status.value.replace("_", " "), language)
            typer.echo(f"    {missing.name}: {status}: {visible(missing.reason)}")
    _tell_wall(language)
    gained = sum(one.gained_by_root for one in seen)
    if gained:
        told = translate("families would be added by root's rights", language)
        typer.echo(f"{gained} {told}")


def _tell_wall(language: Language) -> None:
    """Say how far generated code would be held back here, and what is in the way of more."""
    wall = wall_here()
    mark = "✗" if wall.level == 0 else "~" if wall.stronger else "✓"
    name = translate("code sandbox", language)
    typer.echo(f"{mark} {name:<18} {render(wall.told, language)}")
    for stronger, why in wall.stronger:
        typer.echo(f"    {stronger}: {visible(render(why, language))}")
