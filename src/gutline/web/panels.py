"""What other pages have to say on Today: a module of `gutline.web.pages` ending in `_panel`."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from gutline.web.settings import FOLDER

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gutline.store.records import PersonRecord

Panel = Callable[["HttpRequest", "PersonRecord", datetime], str]
# By name: pages show the panels, so that they cannot be loaded from here.
_PAGES, _ENDING = "pages", "_panel"
_log = logging.getLogger(__name__)


@functools.cache
def found_panels() -> tuple[Panel, ...]:
    """Return every panel: the function `panel` of its module, in order of its `ORDER`."""
    found = iter_modules([str(FOLDER / _PAGES)])
    names = sorted(module.name for module in found if module.name.endswith(_ENDING))
    modules = [import_module(f"gutline.web.{_PAGES}.{name}") for name in names]
    return tuple(module.panel for module in sorted(modules, key=lambda module: module.ORDER))


def shown_panels(request: HttpRequest, person: PersonRecord, now: datetime) -> list[str]:
    """Return what the panels say now, as safe HTML, without those that have nothing to say.

    One that fails is left out and written down: what somebody came to log comes first.
    """
    said = (_said(panel, request, person, now) for panel in found_panels())
    return [html for html in said if html]


def _said(panel: Panel, request: HttpRequest, person: PersonRecord, now: datetime) -> str:
    try:
        return panel(request, person, now)
    except Exception:  # noqa: BLE001 - whatever it is, Today is shown
        _log.exception("a panel of Today failed")
        return ""
