"""At a server's first start: what this machine's command line has kept, into the first tenant."""

import asyncio
import logging
import os
from dataclasses import fields

from hexascope.bootstrap.lasting import in_folders
from hexascope.bootstrap.places import this_host
from hexascope.bootstrap.serving.archives import archives_of
from hexascope.bootstrap.serving.parts import Parts
from hexascope.collect.hosts.local import LocalFiles
from hexascope.domain.errors import CannotWrite, TooMuch
from hexascope.services.taking_over import Taken, take_over
from hexascope.settings.places import state_folder
from hexascope.store.database.content.imports import Imports
from hexascope.store.database.tenants import FIRST
from hexascope.store.folders.archive import FolderArchive

MOST_NAMED = 5
"""Damaged examinations whose ids are told."""

_log = logging.getLogger("hexascope.import")


async def run_import(parts: Parts) -> None:
    """Take over what the command line has kept, if that was not done yet; rest until cancelled."""
    await import_and_say(parts)
    await asyncio.Event().wait()


async def import_and_say(parts: Parts) -> None:
    """Take it over, and log how many it were; what can't be now is tried by the next start."""
    try:
        taken = await imported(parts)
    except (CannotWrite, TooMuch) as error:
        _log.warning("what the command line has kept is not taken over: %s", error)
    else:
        if taken is not None and taken.something:
            _log.log(logging.WARNING if taken.damaged else logging.INFO, "%s", said(taken))


async def imported(parts: Parts) -> Taken | None:
    """Take over this machine's folders into the first tenant; None where that was done before."""
    scope = parts.store.of(FIRST)
    source = f"folders of {(await asyncio.to_thread(this_host, LocalFiles())).id}"
    if await Imports(scope).done(source):
        return None
    stopped = False

    def work() -> Taken:
        archives = archives_of(parts.known, scope)
        try:
            return take_over(
                in_folders(parts.known),
                archives,
                damaged=FolderArchive(state_folder(os.environ)).damaged(),
                now=parts.clock(),
                ends=lambda: stopped or parts.stopping.is_set(),
            )
        finally:
            archives.archive.close()

    try:
        taken = await asyncio.to_thread(work)
    finally:
        stopped = True  # who is cancelled does not wait for a thread that goes on
    if taken.whole:
        await Imports(scope).mark(source, parts.clock(), counts(taken))
    return taken


def counts(taken: Taken) -> dict[str, int]:
    """Give how many of each were taken over."""
    found = {one.name: getattr(taken, one.name) for one in fields(Taken)}
    numbers = {name: value for name, value in found.items() if isinstance(value, int)}
    return {**numbers, "damaged": len(taken.damaged)}


def said(taken: Taken) -> str:
    """Say in a line what was taken over, and what could not be."""
    line = (
        f"{taken.examinations} examinations of the command line were taken over"
        f" ({taken.there} were there), {taken.conversations} conversations, {taken.facts} facts,"
        f" {taken.conclusions} conclusions, {taken.spending} days of spending"
    )
    if not taken.damaged:
        return line
    named = ", ".join(taken.damaged[:MOST_NAMED])
    return f"{line}; {len(taken.damaged)} can't be read and were passed over: {named}"
