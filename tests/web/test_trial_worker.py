"""The process that has arithmetic: asked through a pipe, and heard when it refuses or breaks off."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.web.conftest import NOW

LOOK = {
    "exposure": "dairy", "outcome": "back pain", "kind": "", "design": "", "helper": False,
    "left_out": False, "start": "2026-03-12", "settings": {"period_days": 3}, "harmed_before": None,
}  # fmt: skip


@pytest.mark.slow
def test_a_plan_comes_back_from_another_process(home, person):
    from gutline.web.trial_process import ask_worker

    answer = ask_worker(person, "look", NOW, **LOOK)
    assert (answer["plan"]["exposure"], answer["plan"]["period_days"]) == ("dairy", 3)
    assert answer["gates"]["allowed"] is False
    assert len(answer["forms"]) == 2


@pytest.mark.slow
def test_its_refusal_is_passed_on_in_its_words(home, person):
    from gutline.web.trial_process import WorkRefusedError, ask_worker

    with pytest.raises(WorkRefusedError, match="there is no trial 'x-1'"):
        ask_worker(person, "analyse", NOW, trial="x-1")


@pytest.mark.parametrize(
    ("code", "word"),
    [("import sys; sys.exit(1)", "broke off"), ("import time; time.sleep(9)", "stopped")],
)
def test_a_process_that_breaks_off_or_hangs_is_told_plainly(home, person, monkeypatch, code, word):
    from gutline.web import trial_process

    real = subprocess.run
    monkeypatch.setattr(trial_process, "PATIENCE_S", 0.5)
    monkeypatch.setattr(
        subprocess,
        "run",
        lambda command, **how: real([sys.executable, "-c", code], **how),
    )
    with pytest.raises(trial_process.WorkRefusedError, match=word):
        trial_process.ask_worker(person, "look", NOW, **LOOK)


def test_pages_of_trials_load_no_arithmetic(home, person):
    code = f"""
import sys
from pathlib import Path
from tests.web.conftest import NOW, point_at, signed_in
point_at(Path({str(home)!r}))
from gutline.web import present
present._read = lambda: NOW
client = signed_in(Path({str(home)!r}))
assert client.get("/trials/").status_code == 200
assert client.get("/trials/new/?exposure=dairy&outcome=back+pain").status_code == 200
assert client.get("/").status_code == 200
print(sorted({{"numpy", "scipy", "vl_convert"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_environment_has_one_thread_and_no_other_database(home, monkeypatch):
    from gutline.web.trial_process import _environment

    monkeypatch.setenv("GUTLINE_DATABASE", "postgresql://elsewhere/x")
    assert _environment()["OPENBLAS_NUM_THREADS"] == "1"
    assert "GUTLINE_DATABASE" not in _environment()
