"""The sections of the page, one module each, found by scanning this folder.

A module offers `SECTION`, a `PageSection` or an `OutcomeSection`; its `order` is its place.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from gutline.reports.section import OutcomeSection, PageSection

Section = PageSection | OutcomeSection


@cache
def all_sections() -> tuple[Section, ...]:
    """Return every section of this folder, ordered."""
    names = sorted(module.name for module in iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return tuple(sorted((module.SECTION for module in modules), key=lambda s: int(s.order)))


def page_sections() -> tuple[PageSection, ...]:
    """Return the sections that stand once, ordered."""
    return tuple(s for s in all_sections() if isinstance(s, PageSection))


def outcome_sections() -> tuple[OutcomeSection, ...]:
    """Return the sections that stand for every outcome, ordered."""
    return tuple(s for s in all_sections() if isinstance(s, OutcomeSection))
