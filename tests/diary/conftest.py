"""A test's docstring is the diary it reads."""

from __future__ import annotations

import inspect
import io

import pytest

from gutline.diary import Diary, read


@pytest.fixture
def diary(request: pytest.FixtureRequest) -> Diary:
    """Return the diary that stands in the test's docstring, in CSV or in plain text."""
    text = inspect.cleandoc(request.function.__doc__)
    return read(io.StringIO(text))
