"""Whatever stands in a file, and whatever is typed, the answer is a sentence."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gutline.cli import program
from tests.cli.conftest import HEADER

cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["2026-01-01T08:00", "2206-01-01", "food", "symptom", "none", "-1", "nan", "inf", "14", '"']
    ),
)
rows = st.lists(cells, min_size=1, max_size=7).map(",".join)
texts = st.lists(rows, max_size=8).map("\n".join)
KEEP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)


def called(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a call."""
    result = CliRunner().invoke(program, arguments, input=stdin, prog_name="gutline")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@KEEP
@given(st.binary(max_size=300))
def test_any_bytes(content):
    code, _, err = called("check", "-", stdin=content)
    assert code in {0, 2}
    assert "Traceback" not in err
    assert "inside Gutline" not in err


@KEEP
@given(texts)
def test_any_rows(text):
    content = (HEADER + text).encode("utf-8", "replace")
    code, out, err = called("check", "-", stdin=content)
    assert code in {0, 2}
    assert "inside Gutline" not in err
    assert "\x1b" not in out + err


@KEEP
@given(texts)
def test_refused_rows_are_never_dropped_in_silence(text):
    content = (HEADER + text).encode("utf-8", "replace")
    code, out, err = called("check", "-", "--all-problems", stdin=content)
    told = sum(line.startswith("refused: ") for line in err.splitlines())
    if code == 0 and told:
        last = err.splitlines()[-1]
        assert last == (
            "1 row was refused and left out."
            if told == 1
            else f"{told} rows were refused and left out."
        )
        assert f"{told} row" in out


@KEEP
@given(st.lists(st.text(min_size=1, max_size=12), max_size=3))
@pytest.mark.usefixtures("engine")
def test_any_outcome_that_is_typed(diary_file, typed):
    arguments = [word for name in typed for word in ("--outcome", name)]
    code, out, err = called("discover", str(diary_file), "--json", *arguments)
    assert code in {0, 2}
    assert "inside Gutline" not in err
    if code == 0:
        assert json.loads(out)["schema"] == 1


@KEEP
@given(st.text(min_size=1, max_size=30))
def test_any_file_name(name):
    code, _, err = called("check", "--", name)
    assert code in {0, 2}
    assert "inside Gutline" not in err
