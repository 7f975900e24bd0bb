"""The sources, one module each; a module here is found by itself."""

from __future__ import annotations
