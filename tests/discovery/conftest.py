"""A test's docstring is the diary it reads."""

from __future__ import annotations

import inspect

import pytest

from gutline.diary import Diary, parse_text


@pytest.fixture
def diary(request: pytest.FixtureRequest) -> Diary:
    """Return the plain-text diary that stands in the test's docstring."""
    return parse_text(inspect.cleandoc(request.function.__doc__), strict=True)
