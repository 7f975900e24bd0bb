"""What the world knows, as data files with one loader that checks them."""

from __future__ import annotations

from gutline.catalog.kinds import CatalogError, EntryKind, load_kinds, load_units, read_kind

__all__ = ["CatalogError", "EntryKind", "load_kinds", "load_units", "read_kind"]
