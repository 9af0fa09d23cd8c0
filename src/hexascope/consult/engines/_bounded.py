"""One turn within its patience: the same for every engine, so that no way to end is forgotten."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from hexascope.consult.contract import Turned, VoiceError
from hexascope.domain.opinion import Opinion


async def bounded(
    name: str,
    speak: Callable[[], Awaitable[Sequence[Opinion]]],
    patience_seconds: float | None,
) -> Turned:
    """Await what one says; who is late is cancelled and absent, and so is who can't speak.

    Without a patience the turn has a limit of its own. Other errors are mistakes, and are raised.
    """
    late = (
        "no answer in time" if patience_seconds is None else f"no answer in {patience_seconds:g} s"
    )
    try:
        async with asyncio.timeout(patience_seconds) as patience:
            said = tuple(await speak())
    except TimeoutError:
        return Turned(name=name, absent=late)
    except VoiceError as reason:
        return Turned(name=name, absent=str(reason))
    # one may answer although it was cancelled
    return Turned(name=name, absent=late) if patience.expired() else Turned(name=name, said=said)
