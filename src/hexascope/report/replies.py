"""An answer of the panel as lines for a terminal: who said what, its proof, what it took."""

from collections.abc import Iterator
from typing import NamedTuple

from hexascope.domain.conversation import Proof, Reply, Turn
from hexascope.domain.evidence import Evidence
from hexascope.domain.text import Text
from hexascope.domain.use import Unit
from hexascope.kit.visible import cut, visible
from hexascope.report.values import shown, value_shown
from hexascope.words import Language, render, translate

LONGEST_LINE = 400
MARKS = {"hypothesis": "a hypothesis, not proven", "estimate": "an estimate"}
"""How sentences are marked that are published, and not proven."""

JUDGEMENT = "a judgement"
"""A model's sentence that states nothing which could be proven."""


class Line(NamedTuple):
    """One line, how it looks (Rich's own words), how far it stands in, and its further lines."""

    words: str
    style: str = ""
    indent: int = 0
    hang: int = 0


def turn_lines(turn: Turn, language: Language, *, verbose: bool = False) -> Iterator[Line]:
    """Give the answers of a turn; with `verbose` what was struck of them as well.

    Each proof is shown once, below the first answer that rests on it.
    """
    told: set[str] = set()
    for one in turn.replies:
        yield from _reply(one, language, verbose=verbose)
        fresh = [proof for proof in one.proofs if proof.key not in told]
        told |= {proof.key for proof in fresh}
        yield from (Line(_proof(proof, language), "dim", 4) for proof in fresh)
    for note in turn.notes:
        yield Line(note, "yellow")
    struck = sum(len(one.struck) for one in turn.replies)
    if struck and not verbose:
        said = Text(
            "{count:count} {count:sentence|sentences} struck for want of proof: --verbose shows"
            " {count:it|them}.",
            (("count", float(struck)),),
        )
        yield Line(render(said, language), "dim")
    if turn.calls:
        yield Line(_cost(turn, language), "dim")


def _reply(one: Reply, language: Language, *, verbose: bool) -> Iterator[Line]:
    who = translate(one.role.replace("_", " "), language)
    voice = translate("rules", language) if one.voice == "rules" else visible(one.voice)
    yield Line(f"{who} ({voice})" if voice else who, "bold")
    if one.absent:
        absent = translate("gave no answer that counts", language)
        yield Line(f"{absent}: {cut(visible(one.absent), LONGEST_LINE)}", "yellow", 2)
    for said in one.sentences:
        told = MARKS.get(said.ruling, "")
        if said.ruling == "no_claim" and one.voice != "rules":
            told = JUDGEMENT
        mark = translate(told, language) if told else ""
        words = cut(visible(said.words), LONGEST_LINE)
        yield Line(f"{words} [{mark}]" if mark else words, "italic" if mark else "", 2)
    if verbose:
        for struck in one.struck:
            why = cut(visible(struck.reason), LONGEST_LINE)
            words = cut(visible(struck.words), LONGEST_LINE)
            yield Line(f"✗ {words} ({translate(struck.ruling, language)}: {why})", "red", 4)


def _proof(one: Proof, language: Language) -> str:
    piece = Evidence(
        family=one.key.partition("{")[0], value=one.value, unit=Unit(one.unit), source=one.source
    )
    value = value_shown(piece, language)
    return f"{cut(visible(one.key), 120)} = {value}  {cut(visible(one.source), 80)}"


def _cost(turn: Turn, language: Language) -> str:
    parts = [
        render(Text("{n:count} {n:call|calls}", (("n", float(turn.calls)),)), language),
        shown(turn.seconds, "seconds", language),
        f"{shown(float(turn.tokens), 'count', language)} tokens",
        translate("price not known", language) if turn.dollars is None else f"{turn.dollars:.4f} $",
    ]
    return ", ".join(parts)
