"""The one place where parts are chosen and joined, and handed their settings."""

from hexascope.bootstrap.books import spending, today
from hexascope.bootstrap.errands import errands
from hexascope.bootstrap.examining import examinations, goals, settings_digest
from hexascope.bootstrap.panel import voices
from hexascope.bootstrap.parts import (
    checks,
    collectors,
    format_named,
    formats,
    known_settings,
    logins,
    named_things,
    plugin_names,
    probes,
)
from hexascope.bootstrap.places import answers, archive, memories, this_host
from hexascope.bootstrap.sources import source

__all__ = [
    "answers",
    "archive",
    "checks",
    "collectors",
    "errands",
    "examinations",
    "format_named",
    "formats",
    "goals",
    "known_settings",
    "logins",
    "memories",
    "named_things",
    "plugin_names",
    "probes",
    "settings_digest",
    "source",
    "spending",
    "this_host",
    "today",
    "voices",
]
