"""The API described: OpenAPI 3.1, from the routes themselves, with what the frame adds to all."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from hexascope import __version__
from hexascope.domain.access import Verb
from hexascope.server.answers_described import require_all_answered
from hexascope.server.frame.problem import PROBLEM, TITLES
from hexascope.server.ingest_described import INGEST, INGEST_PATH
from hexascope.server.requests.guard import CSRF_HEADER, Anyone, May, guard_of

ABOUT = (
    "Examinations of Linux hosts with their evidence, kept and served.\n\n"
    "Log in by a token (`Authorization: Bearer …`) or a session. Lists come in pages: give `next`"
    " of one as `cursor` of the following request. Errors are problem+json (RFC 9457). A POST with"
    " an `Idempotency-Key` may be repeated: it is done once. Times are RFC 3339, UTC."
)

TAGS = {
    "hosts": "Machines that were examined, with your labels.",
    "examinations": "Looks at a host, judged: begun, listed, compared.",
    "snapshots": "Evidence that was taken elsewhere, sent here to be judged.",
    "findings": "What is wrong, with proof.",
    "verdicts": "The state of each resource of a host.",
    "reports": "Examinations as files, in every format.",
    "insights": "What a panel of specialists concluded.",
    "panel": "Sessions of the panel, word by word.",
    "conversations": "Questions about an examination, and their answers.",
    "specialists": "Your own specialists.",
    "tasks": "Work in words: built, executed, answered with proof.",
    "series": "Numbers over time.",
    "live": "What happens now, over WebSocket at `/api/v1/live`.",
    "jobs": "Work that lasts.",
    "schedules": "Work at set times.",
    "access": "Logging in, users, roles and tokens.",
    "settings": "Settings of a tenant.",
    "secrets": "Keys and passwords that the server keeps for you.",
    "tenants": "Tenants of this instance.",
    "audit": "Who changed what, when.",
    "server": "How this process stands.",
}

METHODS = ("get", "put", "post", "patch", "delete")
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
GOOD = {"200": "done", "201": "made", "202": "begun", "204": "done; nothing is to be said"}
USUAL_ERRORS = (400, 429, 500, 503)
GUARDED_ERRORS = (401, 403)
CHANGING_ERRORS = (409, 413, 415, 422, 507)


def name_of(route: APIRoute) -> str:
    """Give the operation's id: the name of its function, which a generated client calls."""
    return route.name


def document_of(app: FastAPI) -> dict[str, Any]:
    """Describe all routes of an app."""
    made = get_openapi(
        title="hexascope",
        version=__version__,
        description=ABOUT,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
    )
    require_all_answered(made)
    made["paths"].setdefault(INGEST_PATH, {})["post"] = deepcopy(INGEST)
    guards = dict(guards_of(app.routes)) | {("post", INGEST_PATH): May(Verb.CREATE, "series")}
    for path, item in made["paths"].items():
        for method in METHODS:
            if method in item:
                _complete(item[method], path, method, guards.get((method, path)))
    _add_components(made.setdefault("components", {}))
    return made


def guards_of(routes: Any) -> Iterator[tuple[tuple[str, str], May | Anyone | None]]:
    """Give the guard of each method and path, also of routers within the app."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from guards_of(inner.routes)
        elif isinstance(route, APIRoute):
            for method in route.methods or ():
                yield (method.lower(), route.path), guard_of(route)


def _complete(
    operation: dict[str, Any], path: str, method: str, guard: May | Anyone | None
) -> None:
    """Add to an operation what the frame and its guard do."""
    responses = operation.setdefault("responses", {})
    responses.pop("422", None)  # of the framework's own form, which is not sent
    for status, words in GOOD.items():
        if responses.get(status, {}).get("description") == "Successful Response":
            responses[status]["description"] = words
    errors = list(USUAL_ERRORS)
    if isinstance(guard, May):
        errors += GUARDED_ERRORS
        operation["security"] = [{"token": []}, {"session": []}]
        operation["x-permission"] = f"{guard.verb}:{guard.resource}"
    else:
        operation["security"] = []
    if "{" in path:
        errors.append(404)
    if method != "get":
        errors += CHANGING_ERRORS
    elif operation.get("parameters"):
        errors.append(422)
    if method in ("put", "patch", "delete"):
        errors.append(412)
    for error in sorted(set(errors)):
        responses.setdefault(str(error), {"$ref": f"#/components/responses/Problem{error}"})
    responses.setdefault("default", {"$ref": "#/components/responses/Problem"})
    _add_headers(operation, method, guard)


def _add_headers(operation: dict[str, Any], method: str, guard: May | Anyone | None) -> None:
    headers = []
    if method == "post" and isinstance(guard, May):
        headers.append("IdempotencyKey")
    if method in ("put", "patch", "delete"):
        headers.append("IfMatch")
    if method == "get":
        headers.append("IfNoneMatch")
    if headers:
        named = [{"$ref": f"#/components/parameters/{one}"} for one in headers]
        operation["parameters"] = [*operation.get("parameters", []), *named]
    for status in ("201", "202"):
        if status in operation["responses"]:
            answer = operation["responses"][status]
            answer.setdefault("headers", {})["Location"] = {
                "description": "Where it is, or the job that makes it.",
                "schema": {"type": "string"},
            }


def _add_components(components: dict[str, Any]) -> None:
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = PROBLEM_SCHEMA
    components["responses"] = {"Problem": _problem(None)} | {
        f"Problem{status}": _problem(status) for status in TITLES
    }
    components["parameters"] = PARAMETERS
    components["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of the API, or a short-lived JWT made from one.",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "__Host-hexascope",
            "description": f"A session of a browser; what changes things also sends {CSRF_HEADER}.",
        },
    }


PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "description": "Says what did not work (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "trace": {"type": "string", "description": "The id under which the log tells of it."},
        "error": {"type": "string", "description": "With 500: the number of the fault in the log."},
        "errors": {
            "type": "array",
            "description": "With 422: which fields don't fit, and why.",
            "items": {
                "type": "object",
                "required": ["where", "what"],
                "properties": {"where": {"type": "string"}, "what": {"type": "string"}},
            },
        },
    },
}

EXAMPLES = {
    401: "log in, or send a token: Authorization: Bearer …",
    403: "ann may not change settings",
    404: "no host 'x' is known",
    409: "a request with this Idempotency-Key is being answered",
    412: "it has been changed since you read it: read it again",
    429: "ann may make 1200 requests in a minute: try again in 17 s",
    500: "something went wrong here; the log says more under 9f86d081",
}


def _problem(status: int | None) -> dict[str, Any]:
    shown = status or 400
    example: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES[shown],
        "status": shown,
        "detail": EXAMPLES.get(shown, TITLES[shown]),
        "trace": TRACE,
    }
    if shown == 422:
        example["errors"] = [{"where": "body.name", "what": "Field required"}]
    return {
        "description": TITLES[shown] if status else "any other problem",
        "content": {
            PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
        },
    }


def _header(name: str, text: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": text,
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
        "example": example,
    }


PARAMETERS = {
    "IdempotencyKey": _header(
        "Idempotency-Key",
        "A name of your own for this request: repeated with it, it is done once and answered alike"
        " for a day.",
        "7f3c6c1e-5c0d-4f61-8a6d-0b1f6a1f9b11",
    ),
    "IfMatch": _header(
        "If-Match", "Change it only if its ETag is still this one; else 412.", '"3e7e025c32d94e27"'
    ),
    "IfNoneMatch": _header(
        "If-None-Match", "Answer 304 where its ETag is still this one.", '"3e7e025c32d94e27"'
    ),
}
