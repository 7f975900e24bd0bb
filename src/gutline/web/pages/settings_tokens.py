"""Settings: tokens by which phones' shortcuts and scripts log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gutline.diary.texts import same_name
from gutline.store.errors import NotThereError, StoreError
from gutline.store.queries.tokens import tokens
from gutline.store.services.tokens import make_token, revoke_token
from gutline.web.diaries import open_person
from gutline.web.pages.settings_page import done, show
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make a token and show its secret, this once; the page loaded anew makes no second one."""
    name = request.POST.get("token_name", "")
    scopes, person = request.POST.getlist("scopes"), open_person(request).key
    if any(same_name(token.name) == same_name(name) for token in tokens(person)):
        told = _("there is a token of this name already; revoke it, or use another name")
        return show(request, {"token": told}, typed={"token_name": name})
    try:
        secret, token = make_token(person, name, scopes, present())
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
