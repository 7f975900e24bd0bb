"""What a person sees of the engine's answer: terminal text, one self-contained page, JSON.

Each form is loaded when it is first asked for, so that JSON never waits for the plotting tools.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gutline.reports.coverage import render_coverage
    from gutline.reports.coverage_json import coverage_document, render_coverage_json
    from gutline.reports.json_form import SCHEMA_VERSION, json_document, json_schema, render_json
    from gutline.reports.page import render_page
    from gutline.reports.readiness import render_readiness
    from gutline.reports.terminal import render_terminal

__all__ = [
    "SCHEMA_VERSION",
    "coverage_document",
    "json_document",
    "json_schema",
    "render_coverage",
    "render_coverage_json",
    "render_json",
    "render_page",
    "render_readiness",
    "render_terminal",
]

_HOMES = {
    "SCHEMA_VERSION": "json_form",
    "coverage_document": "coverage_json",
    "json_document": "json_form",
    "json_schema": "json_form",
    "render_coverage": "coverage",
    "render_coverage_json": "coverage_json",
    "render_json": "json_form",
    "render_page": "page",
    "render_readiness": "readiness",
    "render_terminal": "terminal",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
