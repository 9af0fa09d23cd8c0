"""Show, state, edit and forget what is remembered of a host."""

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer

from hexascope import bootstrap
from hexascope.cli.language import spoken
from hexascope.domain.errors import BadInput
from hexascope.domain.memory import Fact, Interaction, Memory, Standing
from hexascope.kit import clock
from hexascope.kit.visible import cut, visible
from hexascope.services import stating
from hexascope.store.contract import Memories
from hexascope.words import Language, translate

memory = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Show, state, edit and forget what is remembered of a host.",
)

Host = Annotated[str, typer.Option(help="Another host's memory, by its id or name.")]
Id = Annotated[str, typer.Argument(help="The fact's id, or how it begins.")]
About = Annotated[str, typer.Option(help="Which resource it is about, such as disk; or none.")]
Within = Annotated[str, typer.Option(help="When it holds, such as 02:00-03:00; or none.")]
Of = Annotated[str, typer.Option(help="Of which unit, program or device; or none.")]
MOST_PANELS = 5
LONGEST_SHOWN = 160


@memory.command()
def show(
    host: Host = "",
    session: Annotated[
        str, typer.Option(help="What the panel of this examination was told: its id, or last.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """Show what is remembered of this host, or what a panel was told."""
    memories, host_id = _of(host)
    panels = memories.interactions(host_id)
    if session:
        typer.echo(_session(session, panels))
        return
    found = memories.memory(host_id)
    if as_json:
        typer.echo(json.dumps(_plain(host_id, found, panels), indent=1, ensure_ascii=False))
        return
    for line in _lines(found, panels, spoken(wanted=lang)):
        typer.echo(line)


@memory.command()
def add(
    words: Annotated[str, typer.Argument(help="What is known of this host, in your words.")],
    resource: About = "",
    hours: Within = "",
    subject: Of = "",
    host: Host = "",
) -> None:
    """State what is known of this host: it is told beside findings that it is about."""
    memories, host_id = _of(host)
    made = stating.stated(
        words, resource=resource, hours=hours, subject=subject, time=clock.rfc3339(clock.wall())
    )
    memories.state(host_id, made)
    typer.echo(_line(made))


@memory.command()
def confirm(id: Id, host: Host = "") -> None:  # noqa: A002 - the word of the domain
    """Stand by a fact that was proposed: from then on it counts."""
    memories, host_id = _of(host)
    typer.echo(_line(stating.confirmed(memories, host_id, id)))


@memory.command()
def edit(
    id: Id,  # noqa: A002 - the word of the domain
    words: Annotated[str, typer.Option(help="Its new words.")] = "",
    resource: About = "",
    hours: Within = "",
    subject: Of = "",
    host: Host = "",
) -> None:
    """Change a fact: its words, resource, hours or subject."""
    from hexascope.store.remembered import fact_of

    memories, host_id = _of(host)
    one = fact_of(memories.memory(host_id).facts, id)
    made = stating.changed(one, words=words, resource=resource, hours=hours, subject=subject)
    memories.state(host_id, made)
    typer.echo(_line(made))


@memory.command()
def forget(
    ids: Annotated[list[str] | None, typer.Argument(help="The ids of the facts to remove.")] = None,
    specialist: Annotated[
        str, typer.Option(help="What this specialist concluded, such as cost_optimizer.")
    ] = "",
    answers: Annotated[
        bool, typer.Option("--answers", help="The answers of models that are kept for a while.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="All of it; kept examinations stay.")
    ] = False,
    host: Host = "",
) -> None:
    """Remove facts, what a specialist concluded, kept answers, or all."""
    if not (ids or specialist or answers or everything):
        raise BadInput("name what to forget: ids of facts, --specialist, --answers or --all")
    memories, host_id = _of(host)
    for one in ids or ():
        typer.echo(_line(memories.forget_fact(host_id, one)))
    if specialist:
        typer.echo(f"{memories.forget_conclusions(host_id, specialist)} {visible(specialist)}")
    if everything:
        memories.forget_host(host_id)
    if answers or everything:
        typer.echo(f"{bootstrap.answers().clear()} answers")


def _of(host: str) -> tuple[Memories, str]:
    """Give the memories, and the id of the host that is meant."""
    from hexascope.collect.hosts.local import LocalFiles

    memories = bootstrap.memories()
    archive = bootstrap.archive(bootstrap.known_settings())
    here = bootstrap.this_host(LocalFiles()).id
    return memories, stating.host_named(host, here, memories, archive)


def _session(wanted: str, panels: tuple[Interaction, ...]) -> str:
    """Give what a panel was told, word by word."""
    if wanted == "last":
        if not panels:
            raise BadInput("no panel by models is kept of this host yet")
        wanted = panels[-1].examination
    report = json.loads(bootstrap.archive(bootstrap.known_settings()).report(wanted))
    panel = report.get("panel")
    if not panel:
        raise BadInput(f"examination {wanted} was judged by rules: no panel was told anything")
    return visible(str(panel["sent"]), lines=True) if isinstance(panel, dict) else ""


def _plain(host_id: str, found: Memory, panels: tuple[Interaction, ...]) -> dict[str, Any]:
    usual = {key: found.history.usual(key) for key in sorted(found.history.values)}
    return {
        "host": host_id,
        "facts": [
            {**asdict(one), "hours": str(one.hours) if one.hours else ""} for one in found.facts
        ],
        "conclusions": [one._asdict() for one in found.conclusions],
        "panels": [one._asdict() for one in panels],
        "usual": {key: one._asdict() for key, one in usual.items() if one is not None},
    }


def _lines(found: Memory, panels: tuple[Interaction, ...], language: Language) -> list[str]:
    def word(english: str) -> str:
        return translate(english, language)

    lines = [word("Known of this host")]
    lines += [f"  {_line(one, language)}" for one in found.facts]
    if not found.facts:
        lines.append(f"  {word('nothing yet: `hexascope memory add` states it')}")
    lines += ["", word("What specialists concluded lately")]
    lines += [
        f"  {one.time[:16]}Z  {word(one.role.replace('_', ' '))}:"
        f" {cut(visible(one.words), LONGEST_SHOWN)}"
        for one in found.conclusions
    ]
    lines += ["", word("Panels by models")]
    for one in panels[-MOST_PANELS:]:
        lines.append(
            f"  {one.time[:16]}Z  {one.examination}  {visible(', '.join(one.models))}:"
            f" {one.calls} {word('calls')}, {one.struck} {word('claims struck')}"
        )
    usual = sum(found.history.usual(key) is not None for key in found.history.values)
    lines += ["", f"{usual} {word('values have a usual size here; --json shows them')}"]
    return lines


def _line(one: Fact, language: Language = Language.ENGLISH) -> str:
    about = [one.resource or "", str(one.hours) if one.hours else "", visible(one.subject)]
    told = ", ".join(part for part in about if part)
    standing = "" if one.standing is Standing.CONFIRMED else f" ({translate('proposed', language)})"
    return f"{one.id}  {visible(one.words)}{f' [{told}]' if told else ''}{standing}"
