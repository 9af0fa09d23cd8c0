"""Frames are what a WebSocket's client reads."""

import json

import pytest
from websockets.frames import Frame as Read
from websockets.streams import StreamReader

from hexascope.server.live.frames import Frame, event


def read(wire: bytes) -> str:
    reader = StreamReader()
    reader.feed_data(wire)
    parsing = Read.parse(reader.read_exact, mask=False)
    with pytest.raises(StopIteration) as ended:
        next(parsing)
    frame: Read = ended.value.value
    assert frame.fin
    return bytes(frame.data).decode()


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 200_000])
def test_each_length_is_written_as_it_is_read(size: int) -> None:
    assert read(Frame("x" * size).wire) == "x" * size


def test_an_event_is_json_with_its_data_as_it_came() -> None:
    made = event('job."1\n', 7, "state", '{"a":[1,"é\\u0000"]}')

    assert json.loads(read(made.wire)) == {
        "type": "event",
        "topic": 'job."1\n',
        "seq": 7,
        "event": "state",
        "data": {"a": [1, "é\x00"]},
    }
