"""Which addresses a stranger may ask for: none, unless a view says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "gutline_open_to_strangers"


def open_to_strangers(view: View) -> View:
    """Let a view be asked by anybody: it shows nothing of a diary, or looks at who asks itself."""
    setattr(view, _MARK, True)
    return view


def is_open(view: object) -> bool:
    """Return whether anybody may ask."""
    return bool(getattr(view, _MARK, False))
