"""Hearing one answer: what has come of it so far, and what it is in the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hexascope.llm.answers import NoObjectError, object_in
from hexascope.llm.contract import (
    LONGEST_ANSWER_BYTES,
    Endpoint,
    Failure,
    ModelError,
    Piece,
    Prompt,
    Quirk,
    Usage,
)
from hexascope.llm.wires.contract import Wire

BYTES_A_TOKEN = 2.3
"""For servers that count no tokens, and before any is asked: a case of ours has so many bytes a
token where a model's words are few, and more where they are many."""

MOST_BYTES_A_TOKEN = 8.0
"""No text of ours has longer tokens on average: who counts fewer has not read all of it."""


@dataclass(slots=True, kw_only=True)
class Heard:
    """What has come of an answer so far; `asked` where the server may count it."""

    endpoint: Endpoint
    prompt: Prompt
    asked: bool = False
    text: list[str] = field(default_factory=list)
    size: int = 0
    thoughts: int = 0
    first: float | None = None
    told: Usage | None = None
    finish: str = ""
    data: Mapping[str, Any] | None = None

    def hear(self, piece: Piece, now: float) -> None:
        """Take in one piece; ModelError where the answer passes what is taken."""
        if piece.text and self.first is None:
            self.first = now
        if piece.thought:
            self.thoughts += len(piece.text)
        elif piece.text:
            self.text.append(piece.text)
            self.size += len(piece.text.encode(errors="replace"))
            if self.size > LONGEST_ANSWER_BYTES:
                reason = f"its answer has over {LONGEST_ANSWER_BYTES} bytes"
                raise ModelError(Failure.TOO_LONG, self.endpoint.name, reason)
        if piece.usage is not None:
            self.told = _largest(self.told, piece.usage)
        # a refusal stays one, whatever else is told; that a stream ended says least
        if piece.finish and self.finish != "refusal" and (piece.finish != "end" or not self.finish):
            self.finish = piece.finish

    @property
    def usage(self) -> Usage:
        """Give what it took: as the server counts it, else by the size of what was sent and came.

        What was never asked took nothing.
        """
        if self.told is not None or not self.asked:
            return self.told or Usage()
        return Usage(
            input_tokens=round(_size(self.prompt) / BYTES_A_TOKEN),
            output_tokens=round((self.size + self.thoughts) / BYTES_A_TOKEN),
            estimated=True,
        )

    def settle(self, wire: Wire) -> None:
        """Read the whole answer; ModelError says why it is not usable."""
        if self.finish == "refusal":
            raise self._error(Failure.REFUSED, "the model refuses to answer")
        if not self.finish:
            silent = self.first is None and self.told is None
            reason = (
                "before it began: the prompt may not fit its window" if silent else "in the middle"
            )
            raise self._error(Failure.UNREACHABLE, f"its stream ended {reason}")
        self._refuse_cut_prompt(wire)
        if not "".join(self.text).strip():
            if self.finish == "length":
                raise self._out_of_room()
            raise self._error(Failure.NONSENSE, "its answer is empty")
        if self.prompt.schema is None:
            return
        try:
            self.data = object_in("".join(self.text))
        except NoObjectError as error:
            if self.finish == "length":
                raise self._out_of_room() from None
            raise self._error(Failure.NONSENSE, str(error)) from None

    def _out_of_room(self) -> ModelError:
        """Say that the room was used up: by thoughts there may be more of it, by talk there is not.

        A small model that repeats itself to the end does so in any room.
        """
        text = "".join(self.text).strip()
        thought = not text or text.lower().startswith("<think")
        reason = f"its {self.prompt.most_tokens} tokens were used up before its answer was whole"
        return ModelError(
            Failure.TOO_LONG,
            self.endpoint.name,
            reason,
            quirk=Quirk.MORE_TOKENS if thought else None,
        )

    def _refuse_cut_prompt(self, wire: Wire) -> None:
        """Refuse the answer of who read a part of the evidence, and did not say so."""
        if wire.window is None or self.told is None or not self.told.input_tokens:
            return
        read = self.told.input_tokens
        window = wire.window(self.endpoint, self.prompt)
        if read >= window or read * MOST_BYTES_A_TOKEN < _size(self.prompt):
            reason = (
                f"it read {read} tokens of a prompt of {_size(self.prompt)} bytes and cut the rest:"
                " give it a larger window, or set context_tokens to the one it has"
            )
            raise self._error(Failure.TOO_LONG, reason)

    def _error(self, failure: Failure, reason: str) -> ModelError:
        return ModelError(failure, self.endpoint.name, reason)


def _size(prompt: Prompt) -> int:
    return len(prompt.shared.encode()) + len(prompt.role.encode())


def _largest(before: Usage | None, now: Usage) -> Usage:
    """Join what a stream tells of tokens at its beginning and at its end: each count's largest."""
    if before is None:
        return now
    return Usage(
        input_tokens=max(before.input_tokens, now.input_tokens),
        output_tokens=max(before.output_tokens, now.output_tokens),
        cached_tokens=max(before.cached_tokens, now.cached_tokens),
        written_tokens=max(before.written_tokens, now.written_tokens),
        dollars=now.dollars if now.dollars is not None else before.dollars,
    )
