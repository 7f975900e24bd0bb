"""The journal as files that other programs read: FHIR, Open mHealth, spreadsheets.

Pure functions from a `Journal` to plain data; the store is read and files are written elsewhere.
"""

from __future__ import annotations
