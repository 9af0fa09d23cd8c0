"""Waits for the bench to be gone, then undoes what its journal still says."""

import shutil
import signal
import sys
from pathlib import Path

from benchmarks.host.journal import read
from benchmarks.host.undo import undo


def main(journal: Path) -> int:
    """Reads until the pipe ends: the bench has closed it, or has been killed."""
    # The terminal's Ctrl-C goes to every process of the group; this one outlives the bench.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while sys.stdin.buffer.read(1):
        pass
    left = undo(read(journal)) if journal.exists() else []
    for line in left:
        print(f"Left behind by the bench, undo it by hand: {line}", file=sys.stderr)
    if not left:
        shutil.rmtree(journal.parent, ignore_errors=True)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
