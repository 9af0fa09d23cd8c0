"""Makes a virtual cable and takes it away again, as a host of short containers does."""

import os
import subprocess
import time


def main(near: str, far: str, per_second: float) -> None:
    """So many a second."""
    while True:
        for step in (
            ["ip", "link", "add", near, "type", "veth", "peer", "name", far],
            ["ip", "link", "set", near, "up"],
            ["ip", "link", "del", near],
        ):
            subprocess.run(step, check=True)
        os.write(1, b"x")
        time.sleep(1 / per_second)
