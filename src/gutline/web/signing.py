"""Who is signed in; and signing in on one's own computer, by a link that works once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from gutline.store.settings import current_home
from gutline.web import accounts, diaries, failures
from gutline.web.headers import Answer
from gutline.web.openness import is_open, open_to_strangers
from gutline.web.present import present
from gutline.web.sign_ins import SIGN_IN_LASTS, SignIns

COOKIE = "gutline_sign_in"


@functools.lru_cache(maxsize=8)
def _sign_ins_of(home: Path) -> SignIns:
    return SignIns(home)


def sign_ins() -> SignIns:
    """Return the sign-ins of the home that is served."""
    return _sign_ins_of(current_home())


def is_signed_in(request: HttpRequest) -> bool:
    """Return whether the request comes with a sign-in that is still good."""
    known: bool | None = getattr(request, "_gutline_signed_in", None)
    if known is None:
        known = _is_known(request)
        request._gutline_signed_in = known  # type: ignore[attr-defined]  # noqa: SLF001 - kept for this request
    return known


def _is_known(request: HttpRequest) -> bool:
    if accounts.are_on():
        return accounts.signed_in_user(request) is not None
    token = request.COOKIES.get(COOKIE, "")
    return bool(token) and sign_ins().holds(token, present())


def signed_in_person(request: HttpRequest) -> int | None:
    """Return the person whose diary is open, or None for a stranger."""
    return diaries.open_person(request).key if is_signed_in(request) else None


class SignedInOnly:
    """Turns strangers away from every view that is not marked as open to them."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        return self._answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Return the refusal, or None to go on to the view."""
        if is_open(view) or is_signed_in(request):
            return None
        return failures.stranger(request)


@open_to_strangers
@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a link, which is used up by it."""
    if "prefetch" in request.headers.get("Sec-Purpose", "") or request.method == "HEAD":
        return HttpResponse(status=503)
    if accounts.are_on():
        # Here one signs in by account, and by nothing else.
        raise Http404
    now = present()
    if is_signed_in(request):
        # A reload of the link by whoever used it already.
        return redirect("today")
    if sign_ins().is_barred(now):
        return failures.too_many(request)
    opened = sign_ins().redeem(token, now)
    if opened is None:
        return failures.used_link(request)
    response = redirect("today")
    response.set_cookie(
        COOKIE, opened, max_age=SIGN_IN_LASTS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out, and have the browser forget everything it kept."""
    if accounts.are_on():
        from django.contrib.auth import logout  # noqa: PLC0415 - where accounts are on

        logout(request)
    else:
        sign_ins().end(request.COOKIES.get(COOKIE, ""))
    response = failures.signed_out(request)
    response.delete_cookie(COOKIE, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
