"""The recorder's command line; the builder makes one file of this and of all it needs."""

import argparse
import gc
import hashlib
import io
import os
import secrets
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

from hexascope import __version__
from hexascope.collect.bundle.layout import MOST_PACKED_BYTES
from hexascope.collect.bundle.write import BundleWriter, RecordedHost
from hexascope.collect.calls import CALLS
from hexascope.collect.calls.target import TargetCalls
from hexascope.collect.contract import Collector, Json, Looks, NotHere, Plan
from hexascope.collect.hiding import Hidden, HidingHost
from hexascope.collect.hosts.local import LocalFiles, LocalHost
from hexascope.collect.samples import with_samples
from hexascope.collect.watch import watch
from hexascope.domain.host import HostFacts
from hexascope.domain.target import Target, TargetKind
from hexascope.kit.files import replaced

DONE, COULD_NOT_RECORD, BAD_WORDS, INTERRUPTED = 0, 2, 2, 130
SHORTEST_WINDOW, LONGEST_WINDOW = 0.1, 3600.0
NICENESS = 5
OBJECTS_BETWEEN_SEARCHES = 100_000
AGAIN = "HEXASCOPE_RECORDER_IS_ROOT_BY_SUDO"
"""Set for the recorder that sudo starts: it must not ask sudo again."""


def main(collectors: Mapping[str, Collector], words: Sequence[str]) -> int:
    """Record this host as the words ask; give the exit code."""
    signal.signal(signal.SIGTERM, _terminated)
    wanted = _parser().parse_args(words)
    if not wanted.output and sys.stdout.isatty():
        _say("a bundle is no text for a terminal: give -o host.hxb, or send it on with > host.hxb")
        return BAD_WORDS
    if wanted.sudo and os.geteuid() != 0:
        return _by_sudo(words)
    gc.set_threshold(OBJECTS_BETWEEN_SEARCHES, 20, 100)
    try:
        _write(collectors, wanted)
    except KeyboardInterrupt:
        _say("interrupted: nothing was written")
        return INTERRUPTED
    except OSError as error:
        _say(f"{wanted.output or 'the output'} could not be written: {error.strerror or error}")
        return COULD_NOT_RECORD
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Look at this host and write what was seen to one file (.hxb), which"
        " `hexascope examine --from FILE` judges on any other machine. Nothing is installed,"
        " nothing is changed, nothing is sent; secrets in command lines are struck.",
        epilog=f"Exit code 0: written; 2: could not be; 130: interrupted. hexascope {__version__}",
    )
    parser.add_argument("-o", "--output", default="", help="the file to write; else the output")
    parser.add_argument(
        "--window", type=_seconds, default=Plan().window_seconds, help="seconds to look: 5"
    )
    parser.add_argument(
        "--hide", type=_hidden, default=frozenset(), help="hide names: users,addresses"
    )
    parser.add_argument(
        "--target", type=_target, default=None, help="ask about one thing: unit:nginx, pid:4711"
    )
    parser.add_argument("--sudo", action="store_true", help="become root by sudo -n")
    parser.add_argument("--quiet", "-q", action="store_true", help="say nothing")
    parser.add_argument("--version", action="version", version=__version__)
    return parser


def _seconds(word: str) -> float:
    try:
        seconds = float(word.removesuffix("s"))
    except ValueError:
        seconds = 0.0
    if not SHORTEST_WINDOW <= seconds <= LONGEST_WINDOW:
        raise argparse.ArgumentTypeError(
            f"{word!r} is no number of seconds from {SHORTEST_WINDOW:g} to {LONGEST_WINDOW:g}"
        )
    return seconds


def _hidden(words: str) -> frozenset[Hidden]:
    known = [one.value for one in Hidden]
    wanted = [word.strip() for word in words.split(",") if word.strip()]
    for word in wanted:
        if word not in known:
            raise argparse.ArgumentTypeError(f"{word!r}: there are {', '.join(known)}")
    return frozenset(Hidden(word) for word in wanted)


def _target(words: str) -> Target:
    kind, _, name = words.partition(":")
    known = [one.value for one in TargetKind]
    if kind not in known or not name:
        raise argparse.ArgumentTypeError(f"{words!r}: give KIND:NAME, KIND is {', '.join(known)}")
    return Target(TargetKind(kind), name)


def _by_sudo(words: Sequence[str]) -> int:
    """Begin again as root; sudo must not ask for a password, for nobody may be there."""
    file = sys.argv[0]
    if AGAIN in os.environ or not os.path.isfile(file):  # noqa: PTH113 - as the words have it
        _say("sudo did not make us root" if AGAIN in os.environ else "--sudo needs a file to run")
        return COULD_NOT_RECORD
    rest = [word for word in words if word != "--sudo"]
    known = [sys.executable or "python3", os.path.abspath(file), *rest]  # noqa: PTH100 - as above
    sys.stderr.flush()
    try:
        os.execvp("sudo", ["sudo", "-n", "--", "env", f"{AGAIN}=1", *known])  # noqa: S606,S607 - what the user asked for
    except OSError as error:
        _say(f"sudo could not be started ({error.strerror}): run it as root, or without --sudo")
    return COULD_NOT_RECORD


def _write(collectors: Mapping[str, Collector], wanted: argparse.Namespace) -> None:
    with suppress(OSError):  # a sandbox may forbid it: then we look at the priority that we have
        os.nice(max(0, NICENESS - os.nice(0)))
    if not wanted.quiet:
        _say(f"looking at this host for {wanted.window:g} s …")
    if wanted.output:
        with replaced(Path(wanted.output)) as stream:
            size = _record(collectors, wanted, stream)
    else:
        kept = io.BytesIO()  # whole, or nothing: who reads a pipe can't tell half a bundle
        size = _record(collectors, wanted, kept)
        sys.stdout.buffer.write(kept.getvalue())
        sys.stdout.buffer.flush()
    if not wanted.quiet:
        _told(wanted.output, size)


def _record(
    collectors: Mapping[str, Collector], wanted: argparse.Namespace, stream: IO[bytes]
) -> int:
    about = None if wanted.target is None else TargetCalls(wanted.target)
    files = LocalFiles(calls=CALLS if about is None else {**CALLS, **about.calls})
    looks: Looks = LocalHost(files)
    facts = _facts(files)
    if wanted.hide:
        looks = HidingHost(looks, wanted.hide)
    if Hidden.USERS in wanted.hide:
        facts = replace(facts, name="host")
    plan = Plan(window_seconds=wanted.window)
    plan = plan if about is None else with_samples(plan)
    privileges: dict[str, Json] = {"uid": os.geteuid(), "hidden": ",".join(sorted(wanted.hide))}
    writer = BundleWriter(stream)
    try:
        watch(RecordedHost(looks, writer).looks(plan), collectors)
        writer.close(facts, plan, privileges)
    finally:
        writer.abandon()
        if about is not None:
            about.close()
    return stream.tell()


def _facts(files: LocalFiles) -> HostFacts:
    """Name this host; the rest is learnt from the looks when they are judged."""
    name = _line(files, "/proc/sys/kernel/hostname") or "localhost"
    machine = _line(files, "/etc/machine-id")
    # not the machine's id itself, which others use as a secret, and the same every time
    known = hashlib.sha256(b"hexascope " + machine.encode()).hexdigest()[:32]
    return HostFacts(
        id=known if machine else secrets.token_hex(16), name=name, privileged=os.geteuid() == 0
    )


def _line(files: LocalFiles, path: str) -> str:
    try:
        return files.read(path).strip()
    except NotHere:
        return ""


def _told(output: str, size: int) -> None:
    _say(f"{output or 'the bundle'}: {size / 1024:.0f} KiB")
    if size > MOST_PACKED_BYTES:
        _say("that is more than `hexascope examine` reads: look for a shorter window")
    if os.geteuid() != 0:
        _say("not as root: what root alone may see is told as such (--sudo sees it)")
    _say(f"next, where hexascope is installed: hexascope examine --from {output or 'FILE'}")


def _terminated(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _say(words: str) -> None:
    sys.stderr.write(f"record: {words}\n")
