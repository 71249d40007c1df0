"""Mattermost's own OpenAPI file: does what Pouce sends, and what our server answers, hold to it?

The file has defects that a strict reader refuses (PLATFORMS §7), so schemas are taken out of it one by one.
It knows nothing of `pending_post_id`, which the server reads all the same.
"""

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from tests.mattermost.fake.routes import ROUTES
from tests.mattermost.fake.state import Json, Mattermost

FILE = "mattermost-openapi-v4.yaml"
_WRONG = {("PatchPost", "props")}
"""What the file says and no server does: it wants the properties of a patch as text."""
_OLD = {("GetClientConfig", "format")}
"""What the file has forgotten, and servers of 2021 want."""
_NAMED = re.compile(r"\{\w+\}")
_JSON = "application/json"


def is_there() -> bool:
    return bool(os.environ.get("POUCE_REFERENCE_DATA"))


@cache
def _specification() -> Json:
    text = (Path(os.environ["POUCE_REFERENCE_DATA"]) / FILE).read_text(encoding="utf-8")
    found: Json = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


@cache
def operations() -> dict[str, Json]:
    """Return every operation by its name, with its method and its path."""
    return {
        each["operationId"]: {**each, "method": method.upper(), "path": path}
        for path, methods in _specification()["paths"].items()
        for method, each in methods.items()
        if isinstance(each, dict) and "operationId" in each
    }


def faults(mattermost: Mattermost) -> Iterator[str]:
    """Say what does not hold, among all that was asked of a server and all that it answered."""
    for operation, sent in mattermost.calls:
        yield from (f"{operation} was sent {each}" for each in of_request(operation, sent))
    for operation, status, body in mattermost.answers:
        yield from (f"{operation} was answered {each}" for each in of_answer(operation, status, body))


def of_request(operation: str, sent: Json) -> Iterator[str]:
    described = operations()[operation]
    known = {each["name"] for each in described.get("parameters", []) if each["in"] == "query"}
    known |= {name for each, name in _OLD if each == operation}
    yield from (f"an unknown parameter {each}" for each in set(sent["query"]) - known)
    content = described.get("requestBody", {}).get("content", {})
    if _JSON in content:
        wrong = {name for each, name in _WRONG if each == operation}
        body = sent["body"]
        kept = {name: body[name] for name in body if name not in wrong} if wrong else body
        yield from _against(content[_JSON]["schema"], kept)
    elif content:
        (form,) = content.values()
        fields = set(form["schema"]["properties"])
        yield from (f"an unknown field {each}" for each in set(sent["body"] or {}) - fields)


def of_answer(operation: str, status: int, body: Any) -> Iterator[str]:
    """Check an answer that the file describes, and any error that the server words itself."""
    if isinstance(body, bytes):
        return  # plain text, of a proxy or of what limits the rate
    described = operations()[operation]["responses"].get(str(status))
    if described is None:
        error = {"$ref": "#/components/schemas/AppError", "required": ["id", "message", "status_code"]}
        yield from (
            _against(error, body) if status >= 400 else iter([f"a status {status} that is not described"])
        )
        return
    if "$ref" in described:
        described = _specification()["components"]["responses"][described["$ref"].rpartition("/")[2]]
    schema = described.get("content", {}).get(_JSON, {}).get("schema")
    if schema:
        yield from _against(schema, body)


def _against(schema: Json, body: Any) -> Iterator[str]:
    for each in _validator(json.dumps(schema)).iter_errors(body):
        yield f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}"


@cache
def _validator(schema: str) -> Draft202012Validator:
    """Return what checks against a schema, which may name the file's own parts."""
    return Draft202012Validator({"allOf": [json.loads(schema)], "components": _specification()["components"]})


def strangers() -> list[str]:
    """Return what our server offers that Mattermost does not, by name, method or path."""
    described = {(name, each["method"], _shape(each["path"])) for name, each in operations().items()}
    ours = {(each.operation, each.method, _shape(each.path)) for each in ROUTES}
    return sorted(name for name, _, _ in ours - described)


def _shape(path: str) -> str:
    return _NAMED.sub("{}", path)
