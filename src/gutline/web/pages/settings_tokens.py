"""Settings: tokens by which phones' shortcuts and scripts log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_POST

from gutline.store.errors import NotThereError, StoreError
from gutline.store.services.tokens import make_token, revoke_token
from gutline.web.diaries import open_person
from gutline.web.pages.settings_page import done, show
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make a token and show its secret, this once."""
    name = request.POST.get("token_name", "")
    scopes = request.POST.getlist("scopes")
    try:
        secret, token = make_token(open_person(request).key, name, scopes, present())
    except NotThereError:
        raise
    except StoreError as error:
        return show(request, {"token": str(error)}, typed={"token_name": name})
    return show(request, made={"name": token.name, "secret": secret})


@require_POST
def revoke(request: HttpRequest, digest: str) -> HttpResponse:
    """Make a token worthless."""
    revoke_token(open_person(request).key, digest)
    return done("revoked", "tokens")
