"""Spans of a panel by OpenTelemetry's conventions for GenAI; never a prompt, an answer or a key.

The record of a panel knows when each call began and what it took, so its spans are written when
it has ended. Nothing of OpenTelemetry is imported before one is wanted.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from hexascope import __version__
from hexascope.domain.panel import Call, PanelRecord

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

EXPORT_S = 3.0
"""How long the end of a command waits for a collector, unless OTEL_EXPORTER_OTLP_TIMEOUT says."""

NANOSECONDS = 1_000_000_000
ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
TIMEOUTS = ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT")

Attributes = dict[str, Any]


class NoSpansError(Exception):
    """Spans are wanted, and can't be written: why, and what to do."""


def wanted(environment: Mapping[str, str]) -> bool:
    """Say whether the environment asks for spans, as OpenTelemetry's own variables do."""
    if environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return False
    named = environment.get("OTEL_TRACES_EXPORTER", "").strip().lower()
    return named != "none" and bool(named or any(environment.get(one) for one in ENDPOINTS))


def exporter(environment: Mapping[str, str]) -> "SpanExporter":
    """Give what the environment names; NoSpansError where it is not here, or not spoken."""
    named = environment.get("OTEL_TRACES_EXPORTER", "").strip().lower() or "otlp"
    spoken = environment.get("OTEL_EXPORTER_OTLP_PROTOCOL", "").strip() or "http/protobuf"
    if named != "otlp" or spoken != "http/protobuf":
        raise NoSpansError(
            f"OTEL_TRACES_EXPORTER={named} by {spoken}: spans are exported as otlp by http/protobuf"
        )
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError:
        raise NoSpansError(
            "spans are asked for by OTEL_…, and need: pip install 'hexascope[otlp]'"
        ) from None
    given = any(environment.get(one) for one in TIMEOUTS)
    return OTLPSpanExporter() if given else OTLPSpanExporter(timeout=EXPORT_S)


class _Handing:
    """Hands spans on, and remembers whether they were taken."""

    def __init__(self, out: "SpanExporter") -> None:
        self._out = out
        self.complaint = ""

    def export(self, spans: "Sequence[ReadableSpan]") -> "SpanExportResult":
        result = self._out.export(spans)
        taken = result.name == "SUCCESS"
        self.complaint = "" if taken else "the collector of spans did not take them"
        return result

    def shutdown(self) -> None:
        self._out.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._out.force_flush(timeout_millis)


class PanelSpans:
    """Writes the spans of panels; `wall` gives seconds since 1970 when a panel has just ended."""

    def __init__(
        self, out: "SpanExporter", wall: Callable[[], float], environment: Mapping[str, str]
    ) -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        # it tells by tracebacks that nobody listens; `flush` says it in a sentence
        log = logging.getLogger("opentelemetry")
        log.addHandler(logging.NullHandler())
        log.propagate = False
        self._wall = wall
        self._told = _Handing(out)
        self._parent = _parent(environment)
        self._provider = TracerProvider(
            resource=Resource.create(_resource(environment)), shutdown_on_exit=False
        )
        self._provider.add_span_processor(BatchSpanProcessor(cast("SpanExporter", self._told)))
        self._tracer = self._provider.get_tracer("hexascope.panel", __version__)

    def record(self, record: PanelRecord) -> None:
        """Write a span for the panel, one for each specialist, one for each of its calls."""
        from opentelemetry import trace

        ended = self._wall()
        began = ended - record.seconds
        panel = self._tracer.start_span(
            "invoke_workflow panel",
            self._parent,
            attributes=_of_panel(record),
            start_time=_nanoseconds(began),
        )
        below = trace.set_span_in_context(panel)
        for role in dict.fromkeys(one.role for one in record.calls):
            self._specialist(role, [one for one in record.calls if one.role == role], began, below)
        panel.end(_nanoseconds(ended))

    def flush(self) -> str:
        """Send what is written; gives why it could not be sent, '' where it was."""
        self._provider.force_flush(int(EXPORT_S * 1000))
        return self._told.complaint

    def end(self) -> None:
        """End the thread that sends."""
        self._provider.shutdown()

    def _specialist(self, role: str, calls: Sequence[Call], began: float, below: "Context") -> None:
        from opentelemetry import trace

        first = began + min(one.began_s for one in calls)
        last = began + max(one.began_s + one.seconds for one in calls)
        attributes: Attributes = {
            "gen_ai.operation.name": "invoke_agent",
            "gen_ai.agent.name": role,
            **_usage(calls),
        }
        span = self._tracer.start_span(
            f"invoke_agent {role}", below, attributes=attributes, start_time=_nanoseconds(first)
        )
        if calls[-1].failure:
            _fail(span, calls[-1])
        within = trace.set_span_in_context(span)
        for call in calls:
            self._call(call, began, within)
        span.end(_nanoseconds(last))

    def _call(self, call: Call, began: float, below: "Context") -> None:
        from opentelemetry.trace import SpanKind

        provider, _, model = call.model.partition("/")
        start = began + call.began_s
        span = self._tracer.start_span(
            f"chat {model}" if model else "chat",
            below,
            SpanKind.CLIENT,
            attributes=_of_call(call, provider, model),
            start_time=_nanoseconds(start),
        )
        if call.failure:
            _fail(span, call)
        span.end(_nanoseconds(start + call.seconds))


def _parent(environment: Mapping[str, str]) -> "Context | None":
    """Give the trace that this command is a part of, where TRACEPARENT names one."""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    named = environment.get("TRACEPARENT", "")
    return TraceContextTextMapPropagator().extract({"traceparent": named}) if named else None


def _resource(environment: Mapping[str, str]) -> Attributes:
    told = environment.get("OTEL_RESOURCE_ATTRIBUTES", "")
    named = environment.get("OTEL_SERVICE_NAME") or "service.name=" in told
    return {"service.version": __version__, **({} if named else {"service.name": "hexascope"})}


def _of_panel(record: PanelRecord) -> Attributes:
    attributes: Attributes = {
        "gen_ai.operation.name": "invoke_workflow",
        "gen_ai.workflow.name": "panel",
        "hexascope.calls": len(record.calls),
        "hexascope.struck": len(record.struck),
        "hexascope.votes": len(record.votes),
        **_usage(record.calls),
    }
    if record.dollars is not None:
        attributes["hexascope.cost_usd"] = record.dollars
    return attributes


def _of_call(call: Call, provider: str, model: str) -> Attributes:
    attributes: Attributes = {
        "gen_ai.operation.name": "chat",
        "hexascope.tries": call.tries,
        "hexascope.answer_bytes": call.size_bytes,
        **_usage([call]),
    }
    if model:
        attributes |= {"gen_ai.provider.name": provider, "gen_ai.request.model": model}
    if call.rung:
        attributes["hexascope.rung"] = call.rung
    if call.first_token_s:
        attributes["hexascope.first_token_s"] = call.first_token_s
    if call.dollars is not None:
        attributes["hexascope.cost_usd"] = call.dollars
    if call.cached_age_s is not None:
        attributes["hexascope.cached_age_s"] = call.cached_age_s
    return attributes


def _usage(calls: Iterable[Call]) -> Attributes:
    asked = [one for one in calls if one.cached_age_s is None]
    return {
        "gen_ai.usage.input_tokens": sum(one.input_tokens for one in asked),
        "gen_ai.usage.output_tokens": sum(one.output_tokens for one in asked),
        "gen_ai.usage.cache_read.input_tokens": sum(one.cached_tokens for one in asked),
    }


def _fail(span: Any, call: Call) -> None:
    """Mark a span as failed by its kind alone: a server's words may hold what it was sent."""
    from opentelemetry.trace import StatusCode

    span.set_attribute("error.type", call.failure)
    span.set_status(StatusCode.ERROR)


def _nanoseconds(seconds: float) -> int:
    return int(seconds * NANOSECONDS)
