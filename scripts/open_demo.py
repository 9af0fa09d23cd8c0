"""Say where the demo's report lies; at a terminal with a desktop, offer to open it."""

import sys
import webbrowser
from pathlib import Path


def main() -> None:
    """Print the report's address; ask only who sits at a terminal."""
    report = Path(sys.argv[1]).resolve()
    print(f"\nThe report: {report.as_uri()}")
    print("Next: .venv/bin/hexascope examine        (the same on the terminal)")
    print("      .venv/bin/hexascope examine --model ollama/qwen3")
    print("      (a panel by a model, here or with a key: docs/guides/models.md)")
    if sys.stdin.isatty() and sys.stdout.isatty():
        try:
            answer = input("Open it in a browser now? [y/N] ")
        except (EOFError, KeyboardInterrupt):
            return
        if answer.strip().lower().startswith("y"):
            webbrowser.open(report.as_uri())


if __name__ == "__main__":
    main()
