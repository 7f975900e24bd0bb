"""Tags that every template has without loading them."""

from __future__ import annotations

import json

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from gutline.web.assets import asset_url, assets

register = template.Library()


@register.filter
def as_json(value: object) -> str:
    """Return plain data as JSON, for an attribute that a script reads."""
    return json.dumps(value, ensure_ascii=False)


@register.filter
def told(text: object) -> str:
    """Return a text of the catalog in the language of the page."""
    return gettext(str(text)) if text else ""


@register.simple_tag
def static(name: str) -> str:
    """Return the address of a file of the static folder: {% static "gutline/page.css" %}."""
    return asset_url(name)


@register.simple_tag
def static_if_there(name: str) -> str:
    """Return the address of a file, or nothing where there is none."""
    return asset_url(name) if name in assets() else ""


@register.simple_tag
def url_if_there(name: str) -> str:
    """Return the address of a view, or nothing where there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
