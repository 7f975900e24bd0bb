"""Whatever is sent to the API, the answer is one it describes, and never an error of ours."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.conftest import NOW

STEADY = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = st.text(max_size=12) | st.sampled_from(
    ["food", "symptom", "none", "g", "2026-03-10", "\ud800", "\x00"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["food", "symptom", "stool", "weight", "complete", "note"]) | ANYTHING,
        "name": WORDS | ANYTHING,
        "value": st.floats() | st.integers() | ANYTHING,
        "unit": st.sampled_from(["", "g", "nrs", "kg", "serving"]) | ANYTHING,
        "at": st.datetimes().map(str) | st.sampled_from(["2026-03-10", "0001-01-01T00:00+23:59", "9999-12-31"]) | ANYTHING,
        "zone": st.sampled_from(["Europe/Berlin", "Pacific/Apia", "../../etc/passwd", "\x00"]) | ANYTHING,
        "note": ANYTHING,
        "id": ANYTHING,
        "day_only": ANYTHING,
        "detail": st.dictionaries(st.sampled_from(["sites", "stiffness_min", "x"]), ANYTHING) | ANYTHING,
        "version": ANYTHING,
    },
)  # fmt: skip
CALLS = st.tuples(
    st.sampled_from(["POST", "PATCH", "DELETE", "PUT", "GET"]),
    st.sampled_from(["entries", "entries/bulk", "entries/1", "entries/1/undo", "session", "kinds"]),
)


def text_of(said):
    return json.dumps(said)


def asked(client, method, path, body, **headers):
    return client.generic(method, f"/api/{path}", body, "application/json", headers=headers)


def is_told(answer):
    """Whether an answer is one of ours: a status that is described, and an error in its shape."""
    if answer.status_code in {200, 201, 405}:
        return True
    told = json.loads(answer.content)
    return answer.status_code in {400, 403, 404, 409, 413, 415, 422} and {*told} == {
        "detail",
        "errors",
    }


@STEADY
@given(call=CALLS, said=FIELDS | ANYTHING, key=st.text(max_size=5))
def test_any_json_is_answered(client, call, said, key):
    method, path = call
    answer = asked(client, method, path, text_of(said), **{"Idempotency-Key": key})
    assert is_told(answer), (answer.status_code, answer.content[:300])


@STEADY
@given(entries=st.lists(FIELDS, max_size=4), number=st.integers(0, 10**9))
def test_many_are_all_kept_or_none(client, person, entries, number):
    from gutline.store import queries

    before = len(queries.read_diary(person).entries)
    body = text_of({"entries": entries})
    answer = asked(client, "POST", "entries/bulk", body, **{"Idempotency-Key": f"k{number}"})
    assert is_told(answer), (answer.status_code, answer.content[:300])
    if answer.status_code != 201:
        assert len(queries.read_diary(person).entries) == before


@STEADY
@given(body=st.binary(max_size=200))
def test_any_bytes_are_answered(client, body):
    answer = asked(client, "POST", "entries", body, **{"Idempotency-Key": "k"})
    assert is_told(answer), (answer.status_code, answer.content[:300])


@STEADY
@given(query=st.dictionaries(st.sampled_from(["from", "to", "version"]), st.text(max_size=12)))
def test_any_question_is_answered(client, query):
    for path in ("entries", "entries/1", "diary.csv"):
        answer = client.get(f"/api/{path}", query)
        assert is_told(answer), (answer.status_code, answer.content[:300])


@STEADY
@given(said=st.text(max_size=60))
def test_any_authorization_is_answered(stranger, said):
    header = said.encode("utf-8", "replace").decode("latin-1")
    answer = stranger.get("/api/session", HTTP_AUTHORIZATION=header)
    assert answer.status_code == 403


@pytest.mark.slow
def test_the_api_keeps_what_its_description_promises(home, person):
    """Schemathesis makes requests of the description, good ones and bad ones, over WSGI."""
    schemathesis = pytest.importorskip("schemathesis")
    from django.core.handlers.wsgi import WSGIHandler

    from gutline.store.services.tokens import make_token

    secret, _ = make_token(person, "phone", ["log", "change", "read"], NOW)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
    checks = [
        schemathesis.checks.not_a_server_error,
        schemathesis.specs.openapi.checks.status_code_conformance,
        schemathesis.specs.openapi.checks.content_type_conformance,
        schemathesis.specs.openapi.checks.response_schema_conformance,
    ]
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(max_examples=25, deadline=None, derandomize=True, database=None,
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(case=operation.as_strategy())
        def whatever(case):
            nonlocal tried
            tried += 1
            case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=checks)

        whatever()
    assert tried >= 9 * 5
