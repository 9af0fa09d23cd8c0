"""What a form sends, read by hand: few short fields, each once."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from hexascope.domain.errors import BadInput
from hexascope.server.requests.logins import refuse_other_pages

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 10
LONGEST_FIELD = 4096


async def fields_of(request: Request) -> Mapping[str, str]:
    """Give the fields of a form of our own page; BadInput, Denied for one of others."""
    refuse_other_pages(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise BadInput(f"a form is sent as {FORM}")
    body = await request.body()  # the frame has set its bound
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
            errors="strict",
        )
    except ValueError:
        raise BadInput("the form can't be read") from None
    found = dict(pairs)
    if len(found) != len(pairs) or any(len(one) > LONGEST_FIELD for one in found.values()):
        raise BadInput("the form can't be read")
    return found


def own_place(address: str) -> str:
    """Give where to go on after a login: a path of this server, '/' for all else."""
    plain = address.isascii() and address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/") and address[1:2] != "/" else "/"
