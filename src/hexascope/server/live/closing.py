"""How connections end: the codes and their reasons, which clients read."""

from typing import NamedTuple

LAST_WORDS_S = 5.0
"""How long who is dropped may take to read why; then what waits for it is thrown away."""


class Closing(NamedTuple):
    """Why a connection is closed: a code of RFC 6455 or of ours (4000 and up), and a reason."""

    code: int
    reason: str


NOT_LOGGED_IN = Closing(4401, "log in, and come back with a new ticket")
NOT_ALLOWED = Closing(4403, "not allowed to listen")
TOO_SLOW = Closing(1013, "too slow: more than 1 MiB waited; come back and resume")
TOO_MANY = Closing(1013, "too many connections; try again later")
TOO_QUICK = Closing(1008, "more than 20 messages a second")
TOO_LARGE = Closing(1009, "a message is larger than 64 KiB")
NO_JSON = Closing(1007, "a message is no JSON object")
SILENT = Closing(4401, "no ticket came in 10 seconds")
AWAY = Closing(1013, "who you are can't be verified now; try again later")
ENDING = Closing(1012, "the server ends or starts anew; come back")
