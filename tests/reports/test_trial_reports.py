"""A trial's result as JSON and as text."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from bench.trials.people import Body, Form
from gutline.reports.trial_json import render_trial_json
from gutline.reports.trial_text import render_trial_text
from gutline.trials.analysing import Circumstances, analyse
from gutline.trials.deciding import Rule
from gutline.trials.result import Adherence
from tests.trials.conftest import make

KEYS = [
    "schema", "effect", "interval", "interval_level", "p_randomisation", "schedules", "posterior",
    "e_value", "decision", "adherence", "periods", "unit",
]  # fmt: skip
POSTERIOR = ["mean", "sd", "p_benefit", "p_harm", "p_no_meaningful_difference"]


@pytest.fixture(scope="module")
def result():
    made = make(Form(6, 3), Body(sd=0.8), 2.0)
    around = Circumstances(Adherence(0.9, 30, 36))
    return analyse(made.data(), Rule(), np.random.default_rng(0), around)


def test_the_json_has_the_keys_of_its_schema_in_order(result):
    document = json.loads(render_trial_json(result))
    assert list(document) == KEYS
    assert list(document["posterior"]) == POSTERIOR
    assert document["schema"] == 1
    assert document["decision"] == "harms"
    assert document["adherence"]["kept"] == 0.9
    assert len(document["periods"]) == 12
    first = {"start", "end", "condition", "pair", "ratings", "mean", "sd"}
    assert set(document["periods"][0]) == first


def test_a_result_without_numbers_has_the_same_keys_and_nulls():
    made = make(Form(1, 6), Body(sd=0.8), 2.0)
    empty = analyse(made.data(), Rule(), np.random.default_rng(0))
    document = json.loads(render_trial_json(empty))
    assert list(document) == KEYS
    assert set(document["posterior"].values()) == {None}
    assert document["effect"] is document["interval"] is document["e_value"] is None
    assert document["decision"] == "not_conclusive"


def test_no_number_in_it_is_infinite(result):
    odd = replace(result, e_value=float("inf"), interval=(float("nan"), 1.0))
    document = json.loads(render_trial_json(odd))
    assert document["e_value"] is None
    assert document["interval"] == [None, 1.0]


def test_the_text_shows_every_period_within_the_width(result):
    text = render_trial_text(result, 80)
    assert "'with dairy' makes back pain worse" in text
    assert text.count("2026-03-") + text.count("2026-04-") >= 12
    assert max(len(line) for line in text.splitlines()) <= 80
    assert text.endswith("\n")


def test_the_text_of_an_empty_result_says_why():
    made = make(Form(1, 6), Body(sd=0.8), 2.0)
    empty = analyse(made.data(), Rule(), np.random.default_rng(0))
    assert render_trial_text(empty).startswith("Not conclusive, because one pair")
