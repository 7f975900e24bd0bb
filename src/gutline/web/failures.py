"""What a person is told when something cannot be done: what happened, what was kept, what to do."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gutline.diary.entries import DiaryError
from gutline.meals.home import HomeError
from gutline.store.errors import (
    BusyError,
    ConflictError,
    EntryRefusedError,
    FullDiskError,
    NotThereError,
    StoreError,
)
from gutline.web import accounts

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from gutline.web.headers import Answer

_LOG = logging.getLogger("gutline.web")
_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (NotThereError, 404),
    (ConflictError, 409),
    (FullDiskError, 507),
    (BusyError, 503),
    (EntryRefusedError, 422),
    (StoreError, 400),
    (DiaryError, 422),
    (HomeError, 507),
    (RequestDataTooBig, 413),
    (TooManyFieldsSent, 413),
)


class PlainRefusals:
    """Turns what the store refuses into a page that says so; other errors become a plain page."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of a refusal, or None where the error is our own."""
        for kind, status in _STATUS:
            if isinstance(error, kind):
                return page(request, status, _title(request, status), capfirst(str(error)))
        return None


def _title(request: HttpRequest, status: int) -> str:
    """Return what happened: whoever only looked had nothing to save."""
    looked = request.method in {"GET", "HEAD"}
    if looked and status == 404:
        return _("There is nothing here")
    return _("This cannot be shown") if looked else _("This was not saved")


def page(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    """Return a page of one sentence, in words that stand on their own."""
    text = render_to_string("gutline/failure.html", {"title": title, "words": words}, request)
    return HttpResponse(text, status=status)


def stranger(request: HttpRequest) -> HttpResponse:
    """Answer somebody who is not signed in."""
    if accounts.are_on():
        return page(request, 403, _("Please sign in"), _("This page is of somebody’s own diary."))
    words = _(
        "This diary opens by a link that works once. Run “gutline serve” on the computer where "
        "it is kept, and open the link it shows."
    )
    return page(request, 403, _("Please sign in"), words)


def used_link(request: HttpRequest) -> HttpResponse:
    """Answer somebody whose link is no good."""
    words = _(
        "This link was used before, or is older than a quarter of an hour. Run “gutline serve” "
        "again for a new one."
    )
    return page(request, 403, _("This link does not work any more"), words)


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer when many wrong links were tried."""
    words = _("Too many wrong links were tried. Wait a minute, then open your link again.")
    response = page(request, 429, _("Wait a minute"), words)
    response.headers["Retry-After"] = "60"
    return response


def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that the diary is closed."""
    request._gutline_signed_in = False  # type: ignore[attr-defined]  # noqa: SLF001 - it just ended
    request._gutline_surroundings = None  # type: ignore[attr-defined]  # noqa: SLF001 - the same
    words = _("Run “gutline serve” for a link to open it again. Nothing was deleted.")
    if accounts.are_on():
        words = _("Nothing was deleted.")
    return page(request, 200, _("You are signed out"), words)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from our own page, or from one that is too old."""
    _LOG.info("refused a form: %s", reason)
    words = _("The page was too old, or the form came from elsewhere. Reload it and try again.")
    return page(request, 403, _("This was not saved"), words)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what makes no sense: without a template, since the host may be made up."""
    del request, exception
    return _bare(400, _("This request makes no sense."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not allowed."""
    del exception
    return page(request, 403, _("This is not allowed"), _("Go back to Today."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer when there is nothing at an address."""
    del exception
    return page(request, 404, _("There is nothing here"), _("Go back to Today."))


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when we went wrong: without the template, which may be what is broken."""
    del request
    return _bare(500, _("Something went wrong inside Gutline. What you saved before is kept."))


def _bare(status: int, words: str) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
