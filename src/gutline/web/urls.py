"""Every address. Pages are found: a module of `gutline.web.pages` whose name ends in `_urls`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.urls import URLPattern, URLResolver, include, path

from gutline.web import assets, pages, signing
from gutline.web.lazy_urls import LazyAddresses

_ENDING = "_urls"


def _found() -> list[str]:
    """Return the modules that bring addresses, in order of name."""
    names = sorted(m.name for m in iter_modules(pages.__path__) if m.name.endswith(_ENDING))
    return [f"{pages.__name__}.{name}" for name in names]


urlpatterns: list[URLPattern | URLResolver] = [
    path("in/<str:token>/", signing.enter, name="enter"),
    path("out/", signing.leave, name="leave"),
    path("static/<path:name>", assets.serve, name="static"),
    path("favicon.ico", assets.icon, name="icon"),
    *(path("", include(import_module(module).urlpatterns)) for module in _found()),
    LazyAddresses("api/", "gutline.web.api.urls", "api"),
]

handler400 = "gutline.web.failures.bad_request"
handler403 = "gutline.web.failures.forbidden"
handler404 = "gutline.web.failures.not_found"
handler500 = "gutline.web.failures.broken"
