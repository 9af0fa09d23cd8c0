"""`--dry-run`: the exact text that a model would be sent, and what a panel takes at most."""

import json
from collections.abc import Mapping

import typer

from hexascope.consult.contract import Errands, Specialist
from hexascope.domain.case import Case
from hexascope.domain.errors import BadSettings
from hexascope.domain.opinion import ANALYSTS
from hexascope.kit.visible import visible
from hexascope.services.models import ModelVoices
from hexascope.services.previewing import first_prompts


def show_dry_run(
    voices: ModelVoices | None,
    case: Case,
    errands: Errands | None = None,
    specialists: Mapping[str, Specialist] | None = None,
) -> None:
    """Print what would be sent, and to whom; nothing is."""
    if voices is None:
        raise BadSettings("--dry-run shows what a model would be sent: name one by --model")
    briefing = voices.briefing(case)
    told = voices.estimate(briefing)
    prompts = first_prompts(voices, case, specialists or {})
    typer.echo(next((one.shared for one in prompts.values()), briefing.shared))
    for role, prompt in prompts.items():
        typer.echo(f"\n== {role}\n{prompt.role}")
        typer.echo(f"\n== {role}: the form of its answer\n{json.dumps(prompt.schema)}")
    names = ", ".join(f"{one.name} at {one.base_url}" for one in voices.endpoints)
    cost = "its price is not known" if told.dollars is None else f"{told.dollars:.4f} US dollars"
    typer.echo(f"To {names}: {told.calls} calls, {told.tokens} tokens at most, {cost}.", err=True)
    if told.talk:
        typer.echo(f"Up to {told.talk} calls more where the analysts disagree.", err=True)
    if voices.solo:
        typer.echo("One call for all analysts; --panel full asks six specialists.", err=True)
    else:
        _tell_of_errands(voices, case, errands)
    if briefing.causes_left_out:
        typer.echo(f"{briefing.causes_left_out} lesser hypotheses did not fit.", err=True)
    if briefing.left_out:
        typer.echo(f"{briefing.left_out} pieces of evidence did not fit.", err=True)


def _tell_of_errands(voices: ModelVoices, case: Case, errands: Errands | None) -> None:
    """Say what may be run on this host for the panel; a solo panel asks for nothing."""
    probes = [f"{probe} on {one}" for probe, names in case.offers.items() for one in names]
    if errands is not None and probes:
        typer.echo(
            f"The panel may have {errands.most_probes} probes run on this host, of these:"
            f" {visible(', '.join(probes))}.",
            err=True,
        )
    if voices.code:
        typer.echo("It may have 2 programs run over the evidence, in a sandbox.", err=True)
    if probes or voices.code:
        typer.echo(f"Up to {len(ANALYSTS)} calls more where that brings evidence.", err=True)
