"""Spans of a panel, as a collector gets them over HTTP."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from hexascope.domain.panel import Call, PanelRecord, Struck
from hexascope.llm.spans import NoSpansError, PanelSpans, exporter, wanted

ENDED = 1_795_273_200.0
SECRET = "what the model was told"


@dataclass(slots=True)
class Received:
    """What a collector got: the spans by name, the resource's attributes, the headers."""

    spans: dict[str, Span] = field(default_factory=dict)
    resource: dict[str, str] = field(default_factory=dict)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    url: str = ""


@contextmanager
def collecting(status: int = 200) -> Iterator[Received]:
    """Serve OTLP over HTTP on loopback."""
    received = Received()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.headers.append(dict(self.headers))
            told = ExportTraceServiceRequest.FromString(body)
            for resource in told.resource_spans:
                for one in resource.resource.attributes:
                    received.resource[one.key] = one.value.string_value
                for scope in resource.scope_spans:
                    received.spans.update({span.name: span for span in scope.spans})
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    received.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def call(role: str, **fields: Any) -> Call:
    return Call(
        **{
            "role": role,
            "model": "openai/gpt-5-mini",
            "began_s": 1.0,
            "seconds": 2.0,
            "first_token_s": 0.5,
            "input_tokens": 1000,
            "output_tokens": 50,
            "cached_tokens": 900,
            "dollars": 0.25,
            "size_bytes": 300,
            "rung": "json_schema",
            "tries": 1,
            **fields,
        }
    )


RECORD = PanelRecord(
    seconds=10.0,
    calls=(
        call("performance_analyst"),
        call("performance_analyst", began_s=4.0, seconds=1.0),
        call("security_analyst", error=f"openai/x: {SECRET}", failure="late", rung="", tries=0),
    ),
    struck=(Struck(role="security_analyst", words=SECRET, ruling="unsupported", reason=SECRET),),
    sent=SECRET,
)


def exported(record: PanelRecord = RECORD, **environment: str) -> Received:
    with collecting() as received:
        monkey = pytest.MonkeyPatch()
        monkey.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", received.url)
        for name, value in environment.items():
            monkey.setenv(name, value)
        try:
            out = exporter({"OTEL_EXPORTER_OTLP_ENDPOINT": received.url})
            spans = PanelSpans(out, lambda: ENDED, environment)
            spans.record(record)
            assert spans.flush() == ""
            spans.end()
        finally:
            monkey.undo()
    return received


def attributes(span: Span) -> dict[str, Any]:
    return {
        one.key: getattr(one.value, one.value.WhichOneof("value") or "string_value")
        for one in span.attributes
    }


def test_a_panel_is_a_tree_of_specialists_and_their_calls() -> None:
    spans = exported().spans

    panel = spans["invoke_workflow panel"]
    analyst = spans["invoke_agent performance_analyst"]
    assert set(spans) == {
        "invoke_workflow panel",
        "invoke_agent performance_analyst",
        "invoke_agent security_analyst",
        "chat gpt-5-mini",
    }
    assert analyst.parent_span_id == panel.span_id
    assert panel.parent_span_id == b""
    assert len({one.trace_id for one in spans.values()}) == 1


def test_each_span_has_the_time_of_what_it_stands_for() -> None:
    spans = exported().spans
    panel = spans["invoke_workflow panel"]
    analyst = spans["invoke_agent performance_analyst"]

    assert panel.end_time_unix_nano == ENDED * 1e9
    assert panel.end_time_unix_nano - panel.start_time_unix_nano == 10e9
    assert analyst.start_time_unix_nano - panel.start_time_unix_nano == 1e9
    assert analyst.end_time_unix_nano - analyst.start_time_unix_nano == 4e9


def test_tokens_and_cost_stand_under_the_names_that_the_field_knows() -> None:
    record = PanelRecord(seconds=5.0, calls=(call("coordinator"),))
    told = attributes(exported(record).spans["chat gpt-5-mini"])

    assert told["gen_ai.operation.name"] == "chat"
    assert told["gen_ai.provider.name"] == "openai"
    assert told["gen_ai.request.model"] == "gpt-5-mini"
    assert told["gen_ai.usage.input_tokens"] == 1000
    assert told["gen_ai.usage.output_tokens"] == 50
    assert told["gen_ai.usage.cache_read.input_tokens"] == 900
    assert told["hexascope.cost_usd"] == 0.25
    assert told["hexascope.rung"] == "json_schema"
    assert "error.type" not in told


def test_the_sum_of_a_specialist_is_that_of_its_calls() -> None:
    told = attributes(exported().spans["invoke_agent performance_analyst"])

    assert told["gen_ai.agent.name"] == "performance_analyst"
    assert told["gen_ai.usage.input_tokens"] == 2000


def test_an_answer_from_the_cache_took_no_tokens() -> None:
    record = PanelRecord(seconds=5.0, calls=(call("coordinator", cached_age_s=60.0),))
    told = attributes(exported(record).spans["chat gpt-5-mini"])

    assert told["gen_ai.usage.input_tokens"] == 0
    assert told["hexascope.cached_age_s"] == 60.0


def test_who_failed_is_marked_by_the_kind_of_failure_and_no_word_more() -> None:
    received = exported()
    failed = received.spans["invoke_agent security_analyst"]

    assert attributes(failed)["error.type"] == "late"
    assert failed.status.code == 2
    assert SECRET not in str(received.spans)


def test_the_service_is_named_and_a_name_of_ones_own_stays() -> None:
    assert exported().resource["service.name"] == "hexascope"
    assert exported(OTEL_SERVICE_NAME="ours").resource["service.name"] == "ours"


def test_a_panel_joins_the_trace_that_it_is_a_part_of() -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    panel = exported(TRACEPARENT=f"00-{trace}-b7ad6b7169203331-01").spans["invoke_workflow panel"]

    assert panel.trace_id.hex() == trace
    assert panel.parent_span_id.hex() == "b7ad6b7169203331"


def test_a_collector_that_refuses_is_told_of_and_costs_nothing_else() -> None:
    with collecting(status=400) as received:
        monkey = pytest.MonkeyPatch()
        monkey.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", received.url)
        try:
            spans = PanelSpans(exporter({}), lambda: ENDED, {})
        finally:
            monkey.undo()
        spans.record(RECORD)
        assert spans.flush() == "the collector of spans did not take them"
        spans.end()


@pytest.mark.parametrize(
    ("environment", "whether"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, True),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, True),
        ({"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://x"}, False),
        ({"OTEL_SDK_DISABLED": "TRUE", "OTEL_TRACES_EXPORTER": "otlp"}, False),
    ],
)
def test_spans_are_wanted_where_opentelemetrys_variables_say_so(
    environment: dict[str, str], whether: bool
) -> None:
    assert wanted(environment) is whether


@pytest.mark.parametrize(
    "environment",
    [
        {"OTEL_TRACES_EXPORTER": "zipkin"},
        {"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
    ],
)
def test_what_is_not_spoken_is_told_with_what_is(environment: dict[str, str]) -> None:
    with pytest.raises(NoSpansError, match="http/protobuf"):
        exporter(environment)
