"""The first steps inside: unpack the job, take on the limits, run its code.

Sent as text to whatever Python a sandbox has (3.9 or later): it may import little, for each
import costs a start some of its milliseconds, and nothing of hexascope. The parcel comes on a
descriptor: a marshalled table (`source`, `files` as [name, bytes], `limits` by the names of
`resource` as [soft, hard]), then the bytes of the files.
"""

import marshal
import os
import resource
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO

MARK = b"+"
"""What is written to the second descriptor just before the code runs."""

LAST_STANDARD = 2
"""The descriptor of stderr."""


def read_head(parcel: "BinaryIO") -> "dict[str, Any]":
    """Read the table that begins a parcel; it comes from hexascope, never from the job."""
    head: dict[str, Any] = marshal.load(parcel)  # noqa: S302
    return head


def unpack(head: "dict[str, Any]", parcel: "BinaryIO") -> None:
    """Write the job's files into the working folder."""
    for name, size in head["files"]:
        with open(name, "xb") as file:
            file.write(parcel.read(size))


def limit(limits: "dict[str, list[int]]") -> None:
    """Take on the limits for good; one that this system doesn't know is passed over."""
    for name, (soft, hard) in limits.items():
        which = getattr(resource, name, None)
        if which is not None:
            resource.setrlimit(which, (soft, hard))


def tell(descriptor: int) -> None:
    """Say that all is ready; a sandbox without a second descriptor says it on stderr."""
    os.write(descriptor, MARK)
    if descriptor > LAST_STANDARD:
        os.close(descriptor)


def wait() -> None:
    """Wait for the end of our input: by then hexascope has moved us into a cgroup, if into any."""
    os.read(0, 1)


def run(source: str) -> None:
    """Run the code as a program of its own."""
    sys.argv = ["job.py"]
    space = {"__name__": "__main__", "__builtins__": __builtins__}
    exec(compile(source, "job.py", "exec"), space)  # noqa: S102 - that is what a sandbox is for


def enter(words: "list[str]") -> None:
    """Unpack, limit, tell, wait, run; `words` are the two descriptors."""
    with os.fdopen(int(words[0]), "rb") as parcel:
        head = read_head(parcel)
        unpack(head, parcel)
    limit(head["limits"])
    tell(int(words[1]))
    if int(words[0]) > LAST_STANDARD:  # else the parcel was our input
        wait()
    run(head["source"])
