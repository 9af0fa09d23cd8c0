import pytest

from hexascope.collect.calls.nvml import _card, _reasons, nvml
from hexascope.collect.collectors.gpu import gpu
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

CARD: dict[str, Json] = {
    "name": "A100",
    "utilization": 0.25,
    "throttled": "",
    "uncorrected": 3,
    "processes": [[4242, 1024], "nonsense"],
}


def test_each_card_tells_what_it_knows() -> None:
    seen = snapshot(TextHost(calls={"nvml": [CARD, "nonsense"]}), gpu)

    assert seen.number("gpu.count") == 2
    assert seen.number("gpu.utilization", gpu="0") == 0.25
    assert seen.number("gpu.process_memory", gpu="0", pid="4242") == 1024
    assert seen.number("gpu.temperature", gpu="0") is None


def test_a_machine_without_a_driver_says_so() -> None:
    gone = NotHere(Status.NOT_PRESENT, "no NVIDIA driver is loaded")

    seen = snapshot(TextHost(calls={"nvml": gone}), gpu)

    assert seen.missing["gpu.utilization"].reason == "no NVIDIA driver is loaded"


def test_without_a_driver_the_library_is_not_even_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hexascope.collect.calls.nvml.DRIVER", "/nonexistent")

    with pytest.raises(NotHere, match="no NVIDIA driver"):
        nvml()


class Refused(Exception):
    pass


class Library:
    """A card of which only the name is known."""

    NVMLError = Refused

    def nvmlDeviceGetName(self, card: object) -> bytes:  # noqa: N802 - the library's own name
        return b"T4"


def test_a_question_without_an_answer_is_left_out() -> None:
    assert _card(Library(), object()) == {"name": "T4"}


def test_idle_clocks_are_no_reason_and_heat_is() -> None:
    assert _reasons(0x1) == ""
    assert "heat" in _reasons(0x40)
