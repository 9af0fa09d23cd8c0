"""What a panel's models were sent, and how its specialists do over many panels."""

from pydantic import BaseModel, Field


class SharedText(BaseModel):
    """A text that many calls sent first; invisible characters are written as escapes.

    `size_bytes` and `sha256` are those of the text as it left.
    """

    words: str
    size_bytes: int
    sha256: str


class SentCall(BaseModel):
    """What one call sent: a shared text, and behind it words of its own.

    `size_bytes` and `sha256` are those of both, one after the other, as they left. `proven` says
    that the texts shown here come to that digest; false where the words were too long to keep.
    """

    specialist: str
    at_s: float = Field(description="Seconds since the panel began.")
    what: str = Field(description="The first field of the answer's form: opinions, votes, …")
    words: str
    again: bool = Field(description="Whether `shared_again` stands before the words.")
    size_bytes: int
    sha256: str
    proven: bool


class SentTexts(BaseModel):
    """All that the models of one panel were sent. `veiled` is null where that was not kept."""

    examination: str
    shared: SharedText
    shared_again: SharedText | None
    veiled: bool | None
    calls: list[SentCall]


class Did(BaseModel):
    """What one specialist did by one model at one panel; times of its calls in seconds.

    `model` is '' where no model was asked. `first_token_s` has the calls in which a first token
    came from the model now. `dollars` is null where no price is known. `dissent` counts the items
    on which its model stood with the smaller side, `stood_in` the opinions that rules gave in its
    place.
    """

    examination: str
    time: str
    host: str
    host_name: str
    specialist: str
    own: bool
    model: str
    calls: int
    answered: int
    from_cache: int
    failed: dict[str, int]
    seconds: list[float]
    first_token_s: list[float]
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    dollars: float | None
    struck: int
    opinions: int
    stood_in: int
    dissent: int
    absent: str


class Performance(BaseModel):
    """How specialists did at the newest panels of a range of time, the newest first.

    `complete` is false where the range holds more panels than were looked at.
    """

    panels: int
    complete: bool
    did: list[Did]
