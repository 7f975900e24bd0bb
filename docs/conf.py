"""Sphinx: pages in Markdown, nothing loaded from elsewhere, warnings are errors (`make docs`)."""

from __future__ import annotations

from importlib.metadata import version as version_of

project = "Gutline"
author = "The Gutline authors"
copyright = "The Gutline authors"
release = version = version_of("gutline")

# Formulas are plain text: MathJax would be loaded from elsewhere.
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
default_role = "code"
html_theme = "furo"
html_title = f"Gutline {release}"
html_show_sphinx = False
html_copy_source = False

myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "none"
autodoc_default_options = {"members": True, "imported-members": True}
napoleon_google_docstring = False
napoleon_use_rtype = False
# A word in a type, such as a shape of (days,), is no reference to what else has that name.
suppress_warnings = ["ref.python"]
