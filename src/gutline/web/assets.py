"""Style, scripts and icons: read once, served under names that change with what they hold."""

from __future__ import annotations

import functools
import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gutline.web.openness import open_to_strangers

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_FOR_GOOD = "public, max-age=31536000, immutable"
_SQUEEZED = frozenset({".css", ".js", ".svg", ".txt"})


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: what it holds, plain and squeezed, and how it is called."""

    url_name: str
    content_type: str
    plain: bytes
    squeezed: bytes | None


@functools.cache
def assets() -> Mapping[str, Asset]:
    """Return every file by the name it has in the folder: "gutline/page.css"."""
    found = {}
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in TYPES and path.is_file():
            name = path.relative_to(FOLDER).as_posix()
            found[name] = _read(path, name)
    return found


def _read(path: Path, name: str) -> Asset:
    plain = path.read_bytes()
    digest = hashlib.sha256(plain).hexdigest()[:10]
    stem, _, ending = name.rpartition(".")
    squeezed = gzip.compress(plain, 9, mtime=0) if path.suffix in _SQUEEZED else None
    return Asset(f"{stem}.{digest}.{ending}", TYPES[path.suffix], plain, squeezed)


@functools.cache
def _by_url_name() -> Mapping[str, Asset]:
    return {asset.url_name: asset for asset in assets().values()}


def asset_url(name: str) -> str:
    """Return the address of a file.

    Raises
    ------
    LookupError
        When there is no such file.
    """
    asset = assets().get(name)
    if asset is None:
        raise LookupError(f"there is no file {name!r} in {FOLDER}; add it or correct the name")
    return f"/static/{asset.url_name}"


@open_to_strangers
@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponse:
    """Serve one file; an old name is gone, since its contents are."""
    asset = _by_url_name().get(name)
    if asset is None:
        raise Http404
    return _response(request, asset, _FOR_GOOD)


@open_to_strangers
@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """Serve the icon that browsers ask for unasked."""
    return _response(request, assets()["gutline/icon.svg"], "public, max-age=86400")


def _response(request: HttpRequest, asset: Asset, keep: str) -> HttpResponse:
    squeezes = "gzip" in request.headers.get("Accept-Encoding", "")
    squeezed = asset.squeezed if squeezes else None
    response = HttpResponse(squeezed or asset.plain, content_type=asset.content_type)
    response.headers["Cache-Control"] = keep
    if asset.squeezed is not None:
        response.headers["Vary"] = "Accept-Encoding"
    if squeezed is not None:
        response.headers["Content-Encoding"] = "gzip"
    return response
