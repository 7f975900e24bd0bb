"""What made this page: version, settings and the digest of the diary."""

from __future__ import annotations

import json
from collections.abc import Mapping

from gutline.reports.markup import Html, details, table, tag
from gutline.reports.section import PageSection, Report


def render(report: Report) -> Html:
    """Return the provenance as a table behind a click."""
    rows = [(key, words) for key, words in _flat(report.findings.provenance)]
    listed = table("What made this page", ("What", "Value"), rows)
    return tag("footer", details("Version, settings and the diary's digest", listed))


def _flat(values: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in values.items():
        name = f"{prefix}{key}".replace("_", " ")
        if isinstance(value, Mapping):
            rows += _flat(value, f"{name}: ")
        else:
            words = value if isinstance(value, str) else json.dumps(value, default=str)
            rows.append((name, words))
    return rows


SECTION = PageSection(order=90, render=render)
