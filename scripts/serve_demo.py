"""Say where the demo's report lies, and serve it: until Ctrl-C at a terminal, else for a moment."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HEXASCOPE = Path(sys.executable).with_name("hexascope")
DASHBOARD = Path("src/hexascope/server/static/index.html")
USUAL_PORT = 8000
READY_S = 30.0
END_S = 40.0
STEP_S = 0.1


def main() -> None:
    """Print the report's address, then serve."""
    report = Path(sys.argv[1]).resolve()
    print(f"\nThe report: {report.as_uri()}")
    print("Next: .venv/bin/hexascope examine        (the same on the terminal)")
    print("      .venv/bin/hexascope examine --model ollama/qwen3")
    print("      (a panel by a model, here or with a key: docs/guides/models.md)")
    with_it = " with its dashboard" if DASHBOARD.exists() else ""
    print(
        f"\nNow the server{with_it}, over what this machine keeps (docs/guides/serve.md):",
        flush=True,
    )
    words = [str(HEXASCOPE), "serve", "--port", str(_port())]
    if sys.stdin.isatty() and sys.stdout.isatty():
        print("Ctrl-C ends it.", flush=True)
        os.execv(words[0], words)
    else:
        sys.exit(_served_for_a_moment(words))


def _port() -> int:
    """Give the usual port, or any free one where somebody has it."""
    for wanted in (USUAL_PORT, 0):
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            return int(one.getsockname()[1])
    raise SystemExit("no port of 127.0.0.1 is free")


def _served_for_a_moment(words: list[str]) -> int:
    """Start, see that it answers, and end: nobody sits there who could press Ctrl-C."""
    url = f"http://127.0.0.1:{words[-1]}"
    server = subprocess.Popen(words)
    try:
        until = time.monotonic() + READY_S
        while not _answers(f"{url}/readyz"):
            if server.poll() is not None or time.monotonic() > until:
                print("the server did not become ready", file=sys.stderr)
                return 1
            time.sleep(STEP_S)
        shown = _answers(f"{url}/")
    finally:
        server.terminate()
        code = server.wait(END_S)
    print("It answered, and was ended: run `make demo` at a terminal to have it stay.")
    return 0 if shown and code == 0 else 1


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


if __name__ == "__main__":
    main()
