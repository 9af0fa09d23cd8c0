"""Asking a server of this machine whether it is ready: `python -m hexascope.server.probe`."""

import http.client
import ssl
import sys

from hexascope import bootstrap
from hexascope.settings.groups import Server

PATIENCE_S = 4.0
LONGEST = 64 * 1024


def ready(said: Server) -> tuple[bool, str]:
    """Tell whether the server that the settings describe is ready, and what it said."""
    # its certificate is made out to the name that people use, and this is its own machine
    trusting = ssl._create_unverified_context()  # noqa: S323, SLF001
    try:
        asked = (
            http.client.HTTPSConnection(
                "127.0.0.1", said.port, timeout=PATIENCE_S, context=trusting
            )
            if said.tls_certificate
            else http.client.HTTPConnection("127.0.0.1", said.port, timeout=PATIENCE_S)
        )
        try:
            asked.request("GET", "/readyz", headers={"Host": f"127.0.0.1:{said.port}"})
            answer = asked.getresponse()
            return answer.status == http.HTTPStatus.OK, answer.read(LONGEST).decode(
                errors="replace"
            )
        finally:
            asked.close()
    except (OSError, http.client.HTTPException) as error:
        return False, f"nobody answers on 127.0.0.1:{said.port}: {error}"


def main() -> None:
    """Exit with 0 where it is ready, else with 1."""
    is_ready, told = ready(bootstrap.known_settings().settings.server)
    sys.stdout.write(told + "\n")
    sys.exit(0 if is_ready else 1)


if __name__ == "__main__":
    main()
