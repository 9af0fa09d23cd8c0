"""Becomes a program that lies in memory only, as a container runtime does with itself."""

import os


def main(executable: str, label: str, name: str) -> None:
    """The label is what runc calls its own copy."""
    copy = os.memfd_create(label, os.MFD_CLOEXEC)
    with open(executable, "rb") as source:
        os.sendfile(copy, source.fileno(), 0, os.fstat(source.fileno()).st_size)
    os.execve(copy, [name, "600"], {})
