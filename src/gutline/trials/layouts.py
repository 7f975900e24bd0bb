"""How schedules can be randomised, named without loading any arithmetic."""

from __future__ import annotations

from typing import Literal

Layout = Literal["pairs", "complete", "alternating", "days"]
