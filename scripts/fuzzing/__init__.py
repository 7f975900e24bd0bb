"""Damaged files for the importers: where they come from, how they are tried, what was found."""
