"""This host as a probe sees it: files, calls, programs and servers, until its time is over."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from hexascope.collect.calls import Call
from hexascope.collect.contract import Json, NotHere
from hexascope.collect.hosts.local import STATUS_OF, LocalFiles
from hexascope.collect.probing import asking
from hexascope.collect.probing.calls import PROBE_CALLS
from hexascope.collect.probing.contract import LONGEST_SECONDS, MOST_ANSWER_BYTES
from hexascope.domain.use import Status
from hexascope.kit import clock, process
from hexascope.kit.process import Ended

MOST_REQUEST_BYTES = 32 * 1024
START_SECONDS = 0.3
"""What the child that enters namespaces may take beyond the time of the question itself."""

LEAST_SECONDS = 0.01


class LocalProbeHost(LocalFiles):
    """One probe's view of this host; nothing is begun after `seconds`.

    `children_cpu_s` is the CPU time of the programs that it has run.
    """

    def __init__(
        self,
        root: str = "",
        calls: Mapping[str, Call] = PROBE_CALLS,
        *,
        seconds: float = LONGEST_SECONDS,
        now: Callable[[], float] = clock.monotonic,
    ) -> None:
        super().__init__(root, calls)
        self._now = now
        self._ends = now() + seconds
        self.children_cpu_s = 0.0

    def run(
        self, words: Sequence[str], *, timeout_seconds: float, most_bytes: int = MOST_ANSWER_BYTES
    ) -> Ended:
        return self._run(words, self._within(timeout_seconds), min(most_bytes, MOST_ANSWER_BYTES))

    def ask(self, address: str, request: bytes, *, timeout_seconds: float, pid: int = 0) -> bytes:
        seconds = self._within(timeout_seconds)
        if len(request) > MOST_REQUEST_BYTES:
            raise NotHere(Status.NOT_SUPPORTED, f"{address}: the question is too long")
        try:
            asking.door(address)
            spaces = asking.foreign(pid) if pid else ()
            if spaces:
                return self._ask_inside(address, request, seconds, pid, spaces)
            return asking.answer(address, request, seconds, MOST_ANSWER_BYTES, self._now)
        except TimeoutError:
            raise _silent(address, timeout_seconds) from None
        except OSError as error:
            raise _refused(address, error.errno or 0, error.strerror or str(error)) from None
        except ValueError as error:
            raise NotHere(Status.NOT_SUPPORTED, str(error)) from None

    def pause(self, seconds: float) -> None:
        clock.pause(self._within(seconds))

    def _within(self, seconds: float) -> float:
        """Give how long something may take; NotHere where the probe's time is over."""
        left = self._ends - self._now()
        if left < LEAST_SECONDS:
            raise NotHere(Status.UNREADABLE, "the probe's time is over")
        return min(seconds, left)

    def _run(
        self, words: Sequence[str], seconds: float, most_bytes: int, given: bytes = b""
    ) -> Ended:
        try:
            ended = process.run(words, timeout_seconds=seconds, given=given, most_bytes=most_bytes)
        except process.ProcessTimeoutError as error:
            raise NotHere(Status.UNREADABLE, str(error)) from None
        except process.ProcessError as error:
            raise NotHere(Status.NOT_PRESENT, str(error)) from None
        self.children_cpu_s += ended.cpu_s
        return ended

    def _ask_inside(
        self, address: str, request: bytes, seconds: float, pid: int, spaces: tuple[str, ...]
    ) -> bytes:
        """Ask from a child that enters the namespaces, and is killed when the time is over."""
        asked: dict[str, Json] = {
            "address": address,
            "seconds": seconds,
            "most": MOST_ANSWER_BYTES,
            "pid": pid,
            "spaces": list(spaces),
        }
        # -I -S: the child imports nothing but the standard library, whatever the folder or the
        # environment holds
        words = [sys.executable, "-I", "-S", asking.__file__]
        given = json.dumps(asked).encode() + b"\n" + request
        ended = self._run(words, seconds + START_SECONDS, MOST_ANSWER_BYTES, given)
        if ended.code == 0:
            return ended.output
        with suppress(ValueError, TypeError):
            number, words_of_it = json.loads(ended.errors)
            if number == _TIMED_OUT:
                raise _silent(address, seconds)
            raise _refused(address, int(number), str(words_of_it))
        raise NotHere(Status.UNREADABLE, f"{address}: it could not be asked from within pid {pid}")


_TIMED_OUT = 110


def _silent(address: str, seconds: float) -> NotHere:
    return NotHere(Status.UNREADABLE, f"{address} gave no answer in {seconds:g} s")


def _refused(address: str, number: int, words: str) -> NotHere:
    return NotHere(STATUS_OF.get(number, Status.UNREADABLE), f"{address}: {words}")
