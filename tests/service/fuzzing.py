"""Hostile requests: cases that schemathesis draws from the OpenAPI document, and raw bodies that no client would send.

`tests/service/test_fuzz.py` sends some of each, `benchmarks/fuzz.py` thousands.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import CheckContext, not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import Message

from fake_answerer import FakeAnswerer
from jawab.service import create_app
from jawab.service.keys import KeyFile, Right
from jawab.settings import Settings
from live import live_index

BUSY = frozenset({503, 504})
SEED = 20251016
MEGABYTE = 1_000_000


@dataclass
class Outcome:
    """How many requests got which status, and what was wrong with some of them."""

    statuses: Counter[int] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)


def guarded_service(folder: Path, answerer: FakeAnswerer | None = None) -> tuple[FastAPI, dict[str, str]]:
    """A service over fakes that asks for a key, and the header that opens it."""
    configured = Settings(index=folder / "index", keys=folder / "keys.json", require_keys=True, rate_limit=0)
    _, secret = KeyFile(configured.keys).create("fuzz", Right.WRITE)
    app = create_app(answerer or FakeAnswerer(), configured, live_index(configured.index))
    return app, {"Authorization": f"Bearer {secret}"}


def fuzz_document(app: FastAPI, headers: dict[str, str], cases: int) -> Outcome:
    """Draw `cases` requests from the OpenAPI document, valid and not, and check what comes back against it."""
    document = schemathesis.openapi.from_asgi("/openapi.json", app)
    operations = [result.ok() for result in document.get_all_operations()]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    outcome = Outcome()

    @seed(SEED)
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(operation.as_strategy(mode, headers=headers) for operation in operations for mode in modes))
    def send(case: Case) -> None:
        try:
            response = case.call()
        except Exception as error:  # the outermost middleware raises what it answered with 500, for the server's log
            outcome.findings.append(f"{case.method} {case.formatted_path}: the service failed: {error!r}")
            return
        outcome.statuses[response.status_code] += 1
        try:
            # That a filter's dates are in order, or that a question has a letter, is nothing a schema can say.
            excluded = [not_a_server_error, positive_data_acceptance]
            case.validate_response(response, additional_checks=[only_busy_fails], excluded_checks=excluded)
        except FailureGroup as group:
            outcome.findings += [f"{case.method} {case.formatted_path}: {failure}" for failure in group.exceptions]

    send()
    return outcome


def only_busy_fails(context: CheckContext, response: Response, case: Case) -> None:
    """A check of schemathesis: no failure of the service but that it is busy, which says when to come back."""
    if response.status_code < 500:
        return
    if response.status_code not in BUSY:
        raise Failure(
            operation=case.operation.label, title="The service failed", message=f"status {response.status_code}"
        )


@dataclass(frozen=True)
class RawRequest:
    """A request as bytes; `chunks` are sent one after the other, until the service has answered."""

    method: str
    path: str
    headers: tuple[tuple[bytes, bytes], ...]
    chunks: list[bytes]
    hangs_up: bool = False


def fuzz_bodies(app: FastAPI, headers: dict[str, str], count: int) -> Outcome:
    """Send `count` raw bodies to the routes that take one, and check each reply against the OpenAPI document."""
    return asyncio.run(_send_all(app, headers, count))


async def _send_all(app: FastAPI, headers: dict[str, str], count: int) -> Outcome:
    document = app.openapi()
    always = tuple((name.lower().encode(), value.encode()) for name, value in headers.items())
    outcome = Outcome()
    async with app.router.lifespan_context(app):
        for operation, request in raw_requests(document, always, count):
            reply = await send(app, request)
            if reply is None and request.hangs_up:
                continue
            status = 0 if reply is None else reply.status
            outcome.statuses[status] += 1
            wrong = complaint(reply, operation)
            if wrong:
                body = b"".join(request.chunks[:2])[:120]
                outcome.findings.append(f"{request.method} {request.path} {status}: {wrong}; sent {body!r}")
    return outcome


@dataclass
class RawReply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes = b""


async def send(app: FastAPI, request: RawRequest) -> RawReply | None:
    """The reply to one request (ASGI, no server between); None when there was none."""
    reply: RawReply | None = None
    waiting = list(reversed(request.chunks))

    async def receive() -> Message:
        await asyncio.sleep(0)
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": bool(waiting) or request.hangs_up}
        if request.hangs_up:
            return {"type": "http.disconnect"}
        await asyncio.Event().wait()  # the caller stays on the line
        raise AssertionError

    async def take(message: Message) -> None:
        nonlocal reply
        if message["type"] == "http.response.start":
            sent = {name.decode("latin-1"): value.decode("latin-1") for name, value in message["headers"]}
            reply = RawReply(message["status"], sent)
        elif reply is not None:
            reply.body += message.get("body", b"")

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": request.method, "scheme": "http",
        "path": request.path, "raw_path": request.path.encode(), "query_string": b"", "root_path": "",
        "headers": list(request.headers), "client": ("127.0.0.1", 50_000), "server": ("127.0.0.1", 8_000),
    }  # fmt: skip
    try:
        await app(scope, receive, take)
    except Exception:
        # The outermost middleware answers with 500 and raises again, for the server's log.
        if reply is None:
            raise
    return reply


def complaint(reply: RawReply | None, operation: dict[str, Any]) -> str | None:
    """What is wrong with a reply to a raw body; None when all is well."""
    if reply is None:
        return "no reply"
    if reply.status >= 500 and reply.status not in BUSY:
        return "the service failed"
    if str(reply.status) not in operation["responses"]:
        return "undocumented status"
    try:
        body = json.loads(reply.body.decode("utf-8"), parse_constant=_refuse)
    except ValueError as error:
        return f"the reply is no JSON: {error}"
    if reply.status >= 400:
        return _problem_complaint(reply, body)
    return None


def _problem_complaint(reply: RawReply, body: dict[str, object]) -> str | None:
    if reply.headers["content-type"] != "application/problem+json" or body.get("status") != reply.status:
        return "not a problem document"
    if reply.status in BUSY - {504} | {429} and "retry-after" not in reply.headers:
        return "no Retry-After"
    return None if body["request_id"] == reply.headers["x-request-id"] else "the request's id is not echoed"


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def raw_requests(
    document: dict[str, Any], headers: tuple[tuple[bytes, bytes], ...], count: int
) -> Iterator[tuple[dict[str, Any], RawRequest]]:
    """`count` requests, the same every time, each with the OpenAPI operation it goes to."""
    dice = random.Random(SEED)
    routes = [
        (method.upper(), path, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if "requestBody" in operation
    ]
    for number in range(count):
        method, path, operation = routes[number % len(routes)]
        article = dice.choice(["port-fr", "port-2025-10-16", "unknown", "%00", "é" * 200, ".."])
        address = path.replace("{article_id}", article)
        kind, chunks = raw_body(dice, operation, document, huge=number % 1_000 < len(routes))
        sent = [*headers, (b"content-type", kind), *_length(dice, chunks)]
        yield operation, RawRequest(method, address, tuple(sent), chunks, hangs_up=dice.random() < 0.02)


def raw_body(
    dice: random.Random, operation: dict[str, Any], document: dict[str, Any], huge: bool
) -> tuple[bytes, list[bytes]]:
    """A media type and the pieces of a body that goes with it, or does not."""
    contents = operation["requestBody"]["content"]
    kind = dice.choice(list(contents))
    if huge:
        return kind.encode(), _huge(dice)
    if kind.startswith("multipart/") or dice.random() < 0.05:
        return _multipart(dice)
    sample = _sample(contents[kind]["schema"], document)
    body = dice.choice([_misfit, _misfit, _misfit, _broken, _recoded, _noise])(dice, sample)
    kinds = [b"application/json"] * 20 + [b"application/json; charset=utf-16", b"APPLICATION/JSON", b"text/plain", b""]
    return dice.choice(kinds), _pieces(dice, body)


def _sample(schema: dict[str, Any], document: dict[str, Any]) -> object:
    """An example that the document gives for this schema."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "examples" in schema:
        return deepcopy(schema["examples"][0])
    for option in [*schema.get("anyOf", ()), *schema.get("oneOf", ())]:
        found = _sample(option, document)
        if found:
            return found
    return {name: _sample(part, document) for name, part in schema.get("properties", {}).items()}


MISFITS = [
    b"NaN", b"-Infinity", b"1e400", b"-1e400", b"1e-400", b"-0.0", b"0.30000000000000004", b"1" + b"0" * 4_000,
    b"1" + b"0" * 5_000, b"01", b"+1", b"0x10", b"true", b"null", b"[]", b"{}", b'""', b'" "', b"-1", b"3.5", b"3.0",
    b'"3"', b'"\\ud800"', b'"\\udc00\\ud800"', b'"\\u0000"', b'"\\u202e\\u2066"', b'"\xff\xfe"', b'"\xed\xa0\x80"',
    b'"\xc0\xaf"', b'"\xf5\x80\x80\x80"', b'"\n"', b'"\\x41"', b'"' + "ا\u0651\u064b".encode() * 5_000 + b'"',
    b'"' + b"a" * 900_000 + b'"', b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 20_000,
    b"[" * 900 + b"]" * 900, b"[" + b"null," * 100_000 + b"null]", b'{"$ref": "#"}', b'"2025-02-30"', b'"0000-00-00"',
    b'"9999-12-31"', b'"-0001-01-01"', b"1760572800", b'"https://example.org/' + b"x" * 10_000 + b'"', b'["ar", "ar"]',
    b'{"\\ud800": 1}', b'{"\xff": 1}', b'{"a": 1, "a": 2}', b"9007199254740993", b"1E+2", b"nul", b"'a'", b"undefined",
]  # fmt: skip
_MARK = "\x01misfit\x01"


def _misfit(dice: random.Random, sample: object) -> bytes:
    """The sample with one value, or one key, put wrong."""
    tree = deepcopy(sample)
    misfit = dice.choice(MISFITS)
    places = list(_places(tree))
    if not places or dice.random() < 0.05:
        return misfit
    holder, key = dice.choice(places)
    if isinstance(holder, dict) and dice.random() < 0.15:
        holder[dice.choice(["", "\x00", "__proto__", "a" * 3_000, "\u202e", "id"])] = _MARK
    else:
        holder[key] = _MARK
    text = json.dumps(tree, ensure_ascii=dice.random() < 0.5).encode()
    return text.replace(json.dumps(_MARK).encode(), misfit)


def _places(tree: object) -> Iterator[tuple[Any, Any]]:
    """Every holder within a tree of JSON, with every key or index it has."""
    if isinstance(tree, dict | list):
        for key in tree if isinstance(tree, dict) else range(len(tree)):
            yield tree, key
            yield from _places(tree[key])


def _broken(dice: random.Random, sample: object) -> bytes:
    """The sample with some bytes cut off, changed, put in or repeated."""
    body = bytearray(json.dumps(sample, ensure_ascii=False).encode())
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(body) + 1)
        change = dice.randrange(4)
        if change == 0:
            del body[place:]
        elif change == 1:
            body[place : place + 1] = dice.randbytes(1)
        elif change == 2:
            body[place:place] = dice.randbytes(dice.randint(1, 8))
        else:
            body += body[place:]
    return bytes(body)


def _recoded(dice: random.Random, sample: object) -> bytes:
    """The sample in an encoding that JSON is not sent in, or behind a mark or a NUL."""
    text = json.dumps(sample, ensure_ascii=False)
    recoded = [text.encode(name, "replace") for name in ("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp1256")]
    return dice.choice(
        [*recoded, b"\x00" + text.encode(), text.encode() + b"\x00", text.encode() + b" {}", b"\x1f\x8b"]
    )


def _noise(dice: random.Random, sample: object) -> bytes:
    return dice.choice(
        [b"", b" ", b"\n" * 1_000, dice.randbytes(dice.randint(1, 300)), b'"' * 50, b"{" * 50, b"\\" * 50]
    )


def _multipart(dice: random.Random) -> tuple[bytes, list[bytes]]:
    """Files as a form sends them, often malformed."""
    boundary = dice.choice([b"b", b"-" * 70, b"x" * 300, b"\xff", b""])
    name = dice.choice(
        [b"a.txt", b"../../a.txt", b"a" * 5_000, b"\xff.html", b"a\x00.md", b"", b"a.exe", "مقال.txt".encode()]
    )
    content = dice.choice(
        [b"", b"Un article.", dice.randbytes(500), b"\xff\xfe" * 100, b"<p>" * 20_000, b"%PDF-1.4", b"PK\x03\x04"]
    )
    field_name = dice.choice([b"files", b"files", b"file", b"", b"\xd8"])
    head = b'Content-Disposition: form-data; name="' + field_name + b'"; filename="' + name + b'"\r\n'
    part = b"--" + boundary + b"\r\n" + head + dice.choice([b"", b"Content-Type: text/plain\r\n", b":\r\n"]) + b"\r\n"
    end = dice.choice([b"\r\n--" + boundary + b"--\r\n", b"\r\n--" + boundary, b""])
    count = dice.choice([1, 1, 1, 2, 2_000])
    kind = dice.choice([b"multipart/form-data; boundary=" + boundary, b"multipart/form-data"])
    return kind, _pieces(dice, (part + content + b"\r\n") * (count if len(content) < 600 else 1) + end)


def _huge(dice: random.Random) -> list[bytes]:
    """150 MB that nobody holds at once."""
    piece = dice.choice([b"a", b"[", b"\x00", b" "]) * MEGABYTE
    return [dice.choice([b'{"question": "', b"[", b"\xff", b" "]), *[piece] * 150]


def _pieces(dice: random.Random, body: bytes) -> list[bytes]:
    """The body whole, or cut in two anywhere, within a character too."""
    place = dice.randrange(len(body) + 1)
    return dice.choice([[body], [body], [body[:place], body[place:]], [body, b""]])


def _length(dice: random.Random, chunks: list[bytes]) -> list[tuple[bytes, bytes]]:
    """The announced length, which may be missing or a lie where no server checks it."""
    total = sum(map(len, chunks))
    given = dice.choice([total, total, total, None, None, 0, -1, "x", 10**30, "١٢"])
    return [] if given is None else [(b"content-length", str(given).encode())]
