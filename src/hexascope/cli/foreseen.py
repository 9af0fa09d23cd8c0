"""What a panel takes at most, said in one line before it is asked."""

import typer

from hexascope.cli.spent import figure
from hexascope.services.models import Estimate
from hexascope.words import Language, translate


class Foreseen:
    """Told of an estimate; says it where it will cost money, unless it is to be quiet."""

    def __init__(self, language: Language, limit_dollars: float, *, shown: bool) -> None:
        self._language = language
        self._limit = limit_dollars
        self._shown = shown

    def __call__(self, estimate: Estimate) -> None:
        if not self._shown or not estimate.dollars:
            return
        told = translate(
            "The models: {calls} calls, at most {tokens} tokens and {dollars} US dollars;"
            " with talk among them never more than {limit} US dollars.",
            self._language,
        )
        line = told.format(
            calls=estimate.calls,
            tokens=figure(estimate.tokens, self._language),
            dollars=figure(min(estimate.dollars, self._limit), self._language, 4),
            limit=figure(self._limit, self._language, 2),
        )
        typer.echo(line, err=True)
