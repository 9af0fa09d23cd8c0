"""Maps a file and reads here and there in it, as a memory-mapped database does."""

import mmap
import random
import time


def main(path: str, reads_per_second: int) -> None:
    """First all of it, then a few pages at a time."""
    with open(path, "rb") as file:
        pages = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    total = sum(pages[place] for place in range(0, len(pages), mmap.PAGESIZE))
    while True:
        for _ in range(reads_per_second // 10):
            total += pages[random.randrange(len(pages))]
        time.sleep(0.1)
