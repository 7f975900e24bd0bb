"""Files of other apps in: one module a source, each reporting every row it cannot read."""

from __future__ import annotations
