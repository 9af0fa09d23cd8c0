"""Models that answer within the program: for tests and benches, with nothing to connect to."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from hexascope.llm.answers import NoObjectError, object_in
from hexascope.llm.contract import Answer, Endpoint, Failure, ModelError, Prompt, Rung, Usage
from hexascope.llm.models import Models
from hexascope.llm.shared import SharedModels


class InsideModel(Models):
    """Stands where `Models` stands, so that everything after it is the panel's own code.

    Who inherits gives `ask`, and in it `answer_of` what is written.
    """

    def __init__(self) -> None:
        super().__init__({}, clock=lambda: 0.0)

    def most_tokens(self, endpoint: Endpoint, prompt: Prompt) -> int:  # noqa: ARG002 - all alike
        """Give the room for an answer as it is asked for."""
        return prompt.most_tokens


class Inside(SharedModels):
    """Gives such a model to who opens models."""

    def __init__(self, model: Models) -> None:
        super().__init__()
        self._model = model

    @asynccontextmanager
    async def open(self, make: Callable[[], Models]) -> AsyncIterator[Models]:  # noqa: ARG002 - it is made
        """Give the model itself: nothing is connected to."""
        yield self._model


def answer_of(
    endpoint: Endpoint,
    text: str,
    *,
    finish: str = "stop",
    usage: Usage = Usage(),  # noqa: B008 - a frozen value
) -> Answer:
    """Give the answer that a text is; ModelError, as of a server's, where no object can be read."""
    try:
        data = object_in(text)
    except NoObjectError as error:
        raise ModelError(Failure.NONSENSE, endpoint.name, str(error)) from None
    return Answer(
        text=text,
        data=data,
        finish=finish,
        usage=usage,
        endpoint=endpoint.name,
        rung=Rung.TEXT,
        seconds=0.0,
        first_token_s=0.0,
        tries=1,
        size_bytes=len(text),
    )
