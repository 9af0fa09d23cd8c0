"""The probe of containers: whether the server of this machine is ready."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from hexascope.server.probe import ready
from hexascope.settings.groups import Server


@pytest.fixture(params=[200, 503])
def answering(request: pytest.FixtureRequest) -> Iterator[tuple[int, int]]:
    """Give the port of a server that answers so, and its answer."""
    status: int = request.param

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.path == "/readyz"
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b'{"status":"it"}')

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, status
        server.shutdown()
        thread.join()


def test_a_server_that_says_it_is_ready_is_ready(answering: tuple[int, int]) -> None:
    port, status = answering

    assert ready(Server(port=port)) == (status == 200, '{"status":"it"}')


def test_where_nobody_answers_nothing_is_ready() -> None:
    is_ready, told = ready(Server(port=9))

    assert not is_ready
    assert "nobody answers" in told
