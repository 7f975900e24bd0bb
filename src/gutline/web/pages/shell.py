"""The shell: what stays on the device for when there is no network, and holds no diary."""

from __future__ import annotations

import functools
import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gutline.catalog import load_kinds
from gutline.web.assets import asset_url, assets
from gutline.web.openness import open_to_strangers
from gutline.web.outbox_words import outbox_words
from gutline.web.pages.practice_offline import offline_told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

SERVICE_WORKER = "gutline/service-worker.js"
FILES = (
    "gutline/tokens.css",
    "gutline/page.css",
    "gutline/offline.css",
    "gutline/library.css",
    "gutline/outbox.js",
    "gutline/player.js",
    "gutline/icon.svg",
)
"""What the pages without a network are made of."""
PAPER, ACCENT = "#fbfaf7", "#0f766e"
ICON_SIZES = (192, 512)
TOUCH_ICON = "gutline/icon-180.png"
_OFFERED = ("food", "drink", "symptom", "supplement", "medicine", "practice", "note")


@open_to_strangers
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Describe Gutline to a phone that installs it."""
    told = {
        "id": "/",
        "name": "Gutline",
        "short_name": "Gutline",
        "description": _("Your diary of what you ate, felt and did."),
        "lang": "en-GB",
        "start_url": reverse("today"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": list(_icons()),
    }
    response = HttpResponse(json.dumps(told), content_type="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _icons() -> list[dict[str, str]]:
    drawn = {"src": asset_url("gutline/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    painted = [
        {
            "src": asset_url(f"gutline/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in ICON_SIZES
        for purpose in ("any", "maskable")
    ]
    return [drawn, *painted]


@open_to_strangers
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Hand out the service worker, which must lie at the top to serve every page."""
    text = f"const SHELL = {json.dumps(shell())};\n"
    response = HttpResponse(
        text.encode("utf-8") + assets()[SERVICE_WORKER].plain, content_type="text/javascript"
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


@functools.cache
def shell() -> Mapping[str, Any]:
    """Return what the service worker keeps: the page, its files, and a version of all of it."""
    files = [asset_url(name) for name in FILES]
    made_of = json.dumps([files, asset_url(SERVICE_WORKER), *_page_texts()])
    version = hashlib.sha256(made_of.encode("utf-8")).hexdigest()[:12]
    return {
        "version": version,
        "page": reverse("offline"),
        "practices": reverse("practices-offline"),
        "files": files,
    }


def _page_texts() -> tuple[str, ...]:
    return (
        render_to_string("shell/offline.html", _told()),
        render_to_string("library/offline.html", offline_told()),
    )


@open_to_strangers
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show the page that stands in for all others when there is no network."""
    return render(request, "shell/offline.html", _told())


def _told() -> dict[str, Any]:
    kinds = load_kinds()
    return {"kinds": [kinds[name] for name in _OFFERED], "outbox_words": outbox_words()}


@open_to_strangers
@require_safe
def touch_icon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Serve the icon that iPhones ask for unasked."""
    response = HttpResponse(assets()[TOUCH_ICON].plain, content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
