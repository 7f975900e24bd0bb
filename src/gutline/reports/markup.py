"""HTML written so that text is always escaped: only `Html` passes as markup."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from gutline.reports.wording import harmless, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_VOID = frozenset({"meta", "link", "br", "hr"})


class Html(str):
    """Markup that is safe to place in a page."""

    __slots__ = ()


Child = str | None


def text(value: object) -> Html:
    """Return any value as escaped text."""
    return value if isinstance(value, Html) else Html(html.escape(harmless(value)))


def join(children: Iterable[Child]) -> Html:
    """Return children one after the other, text among them escaped."""
    return Html("".join(text(child) for child in children if child is not None))


def tag(name: str, /, *children: Child, **attributes: str | None) -> Html:
    """Return one element.

    Children that are not `Html` are escaped. `class_` writes `class`, other underscores become
    hyphens, and an attribute that is None is left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(children)}</{name}>")


def details(summary: str, *children: Child, class_: str | None = None) -> Html:
    """Return a part that opens on demand."""
    return tag("details", tag("summary", summary), *children, class_=class_)


def bullets(items: Iterable[Child], class_: str | None = None) -> Html:
    """Return a list, or nothing when there are no items."""
    rows = [tag("li", item) for item in items if item]
    return tag("ul", *rows, class_=class_) if rows else Html("")


def name_of(value: object) -> Html:
    """Return a person's own name for something, kept apart from the text around it."""
    return tag("bdi", plain(value))


def names_of(values: Sequence[str], word: str = "and") -> Html:
    """Return "a, b and c", each name kept apart from the text around it."""
    parts = [name_of(value) for value in values]
    if len(parts) < 2:
        return join(parts)
    return Html(f"{', '.join(parts[:-1])} {word} {parts[-1]}")


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[Child]]) -> Html:
    """Return a table whose first column names its rows, in a box that scrolls by itself."""
    header = tag("tr", *[tag("th", cell, scope="col") for cell in head])
    body = [
        tag("tr", tag("th", row[0], scope="row"), *[tag("td", cell) for cell in row[1:]])
        for row in rows
    ]
    whole = tag("table", tag("caption", caption), tag("thead", header), tag("tbody", *body))
    return tag("div", whole, class_="scroll", tabindex="0", role="group", aria_label=caption)
