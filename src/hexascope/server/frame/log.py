"""The server's log: one line an event, with the trace it belongs to and without secrets.

On a terminal lines are for people, else JSON. The logs of libraries take the same way.
"""

import logging
import sys
from collections.abc import MutableMapping
from functools import cache
from typing import Any

import structlog

from hexascope.kit import clock
from hexascope.kit.redacting import redactor
from hexascope.kit.visible import visible
from hexascope.server.frame import trace

LONGEST_LINE = 16 * 1024
"""Letters of one line: a traceback has 2,000 to 8,000."""


class _Out:
    """Writes lines to where errors go at the moment, secrets struck from all of it."""

    def msg(self, line: str) -> None:
        print(redactor.strike(line)[:LONGEST_LINE], file=sys.stderr, flush=True)  # noqa: T201

    debug = info = warning = error = critical = exception = msg


def _framed(_logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Give time and level first, and the trace of the request that is answered."""
    own = {"time": clock.rfc3339(clock.wall()), "level": method}
    told = trace.now.get()
    if told:
        own["trace"] = told
    return {**own, **event}


def _for_people(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    error = event.pop("exception", "")
    words = [str(event.pop(name, "")) for name in ("time", "level", "event")]
    more = [f"{name}={value}" for name, value in event.items()]
    line = visible(" ".join((*words, *more)))
    return f"{line}\n{visible(str(error), lines=True)}" if error else line


@cache
def _made(*, people: bool) -> Any:
    last = _for_people if people else structlog.processors.JSONRenderer(ensure_ascii=True)
    return structlog.wrap_logger(
        _Out(),
        processors=[_framed, structlog.processors.format_exc_info, last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        context_class=dict,
        cache_logger_on_first_use=True,
    )


def log() -> Any:
    """Give the log: `log().info("what_happened", name=value)`."""
    return _made(people=sys.stderr.isatty())


class _Forwarding(logging.Handler):
    """Takes what libraries log."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log a record of the standard library as an event of ours."""
        error = record.exc_info if record.exc_info and record.exc_info[0] else None
        log().log(
            record.levelno, record.getMessage()[:LONGEST_LINE], by=record.name, exc_info=error
        )


def take_over() -> None:
    """Take what libraries log from warnings on, and what uvicorn says of its own faults."""
    root = logging.getLogger()
    root.handlers = [_Forwarding()]
    root.setLevel(logging.WARNING)
    logging.getLogger("hexascope").setLevel(logging.INFO)
    # it warns of each malformed request, which strangers could send for ever: they are counted
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
