"""The API as a whole: its parts, its description, and how errors are answered."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from gutline.store.errors import StoreError
from gutline.web.api import entries, plan, reading, safety
from gutline.web.api.answers import refusal, status_of, told_store_error, told_wrong_fields
from gutline.web.api.callers import RefusedError
from gutline.web.api.json_body import BodyError, StrictParser

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NOWHERE = "there is nothing at this address; /api/openapi.json lists what there is"

api = NinjaAPI(
    title="Gutline",
    version=version("gutline"),
    description="Log and read one person's diary. Every request needs a token made under Settings.",
    docs_url=None,
    openapi_url="/openapi.json",
    parser=StrictParser(),
    urls_namespace="api",
)
api.add_router("", entries.router)
api.add_router("", reading.router)
api.add_router("", plan.router)
api.add_router("", safety.router)


def _answer(request: HttpRequest, told: dict[str, Any], status: int) -> HttpResponse:
    answer: HttpResponse = api.create_response(request, told, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@api.exception_handler(StoreError)
def _store_error(request: HttpRequest, error: StoreError) -> HttpResponse:
    many = request.path.endswith("/bulk")
    return _answer(request, told_store_error(error, many=many), status_of(error))


@api.exception_handler(ValidationError)
def _wrong_fields(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _answer(request, told_wrong_fields(error.errors), 422)


@api.exception_handler(RefusedError)
def _refused(request: HttpRequest, error: RefusedError) -> HttpResponse:
    return _answer(request, refusal(str(error)), 403)


@api.exception_handler(BodyError)
def _unreadable(request: HttpRequest, error: BodyError) -> HttpResponse:
    return _answer(request, refusal(str(error)), error.status)


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    return _answer(request, refusal("the request is too large; send it in parts"), 413)


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    cause = error.__cause__
    if isinstance(cause, BodyError):
        return _unreadable(request, cause)
    return _answer(request, refusal(str(error)), error.status_code)


@api.exception_handler(Http404)
def _nowhere(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    return _answer(request, refusal(NOWHERE), 404)


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 - whatever it is
    """Answer for every address under `api/` that there is nothing at."""
    return _answer(request, refusal(NOWHERE), 404)
