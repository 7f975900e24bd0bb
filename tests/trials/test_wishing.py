"""What is known of a thing beforehand: the lag curve of a finding, else an evidence card."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from gutline.trials.errors import TrialError
from gutline.trials.known_things import known_thing
from gutline.trials.preparing import NO_COIN, Kind, prepare
from gutline.trials.wishing import curve_in, evidence_for, usable, wish_for

CURVE = {"hours": [0, 6, 12, 24], "estimate": [0.0, 1.0, 0.5, 0.0]}
DOCUMENT = {
    "outcomes": {
        "Back pain": {
            "exposures": [
                {"name": "Rye  bread", "level": "food", "lag_curve": CURVE},
                {"name": "sleep", "level": "sleep", "lag_curve": None},
            ]
        }
    }
}


def test_the_curve_of_a_finding_is_found_by_name_whatever_its_spelling():
    level, curve = curve_in(DOCUMENT, "rye bread", "back PAIN")
    assert level == "food"
    assert curve == ((0.0, 0.0), (6.0, 1.0), (12.0, 0.5), (24.0, 0.0))


@pytest.mark.parametrize(("name", "outcome"), [("milk", "back pain"), ("rye bread", "headache")])
def test_what_the_findings_do_not_hold_is_empty(name, outcome):
    assert curve_in(DOCUMENT, name, outcome) == ("", ())
    assert curve_in({}, name, outcome) == ("", ())


def test_a_finding_without_a_curve_gives_its_level_alone():
    assert curve_in(DOCUMENT, "sleep", "back pain") == ("sleep", ())


@pytest.mark.parametrize(
    "curve",
    [(), ((0.0, 1.0),), ((0.0, 0.0), (6.0, 0.0)), ((0.0, 1.0), (6.0, 1.0), (12.0, -1.0), (18.0, -1.0)),
     ((6.0, 1.0), (6.0, 2.0))],
)  # fmt: skip
def test_a_curve_without_a_sign_or_an_area_is_left_out(curve):
    assert usable(curve) == ()
    assert wish_for("milk", "back pain", "food", curve).lag_curve == ()


def test_long_curves_are_thinned_and_keep_their_shape():
    hours = np.linspace(0.0, 72.0, 700)
    thin = usable(tuple(zip(hours.tolist(), np.exp(-hours / 12.0).tolist(), strict=True)))
    assert 30 <= len(thin) <= 73
    assert thin[0] == (0.0, 1.0)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("dairy", (14, 3)),
        ("whole milk", (14, 3)),
        ("magnesium", (42, 14)),
        ("pebbles", (None, None)),
    ],
)
def test_the_evidence_is_that_of_the_thing_or_of_what_it_holds(name, days):
    wish = wish_for(name, "back pain")
    assert (wish.trial_days, wish.washout_days) == days


def test_a_card_about_the_thing_itself_comes_before_one_that_names_it_too():
    card = evidence_for("magnesium")
    assert card is not None
    assert card.id == "magnesium"


def test_tags_and_nutrients_are_foods_for_a_plan():
    assert wish_for("dairy", "back pain", "tag").kind == "food"
    assert wish_for("magnesium", "back pain", "supplement").kind == "supplement"


def test_things_are_known_by_every_name_they_have():
    thing = known_thing("  NUROFEN ")
    assert thing is not None
    assert (thing.name, thing.kind) == ("ibuprofen", "medicine")
    assert known_thing("red_wine") == known_thing("red wine")
    assert known_thing("") is None


@pytest.mark.parametrize("kind", sorted(NO_COIN))
def test_what_nobody_can_do_or_leave_is_refused(kind):
    wish = wish_for("it", "back pain", kind)
    with pytest.raises(TrialError, match="coin cannot decide"):
        prepare(wish, Kind(), date(2026, 3, 2), "UTC", None, {})


def test_a_plan_is_prepared_with_the_noise_of_the_diary(make_trial, diary_of):
    diary = diary_of(make_trial(), 0.0)
    own = prepare(wish_for("dairy", "back pain"), Kind(), date(2026, 5, 1), "UTC", diary, {})
    usual = prepare(wish_for("dairy", "knee"), Kind(), date(2026, 5, 1), "UTC", diary, {})
    assert (own.own_noise, own.ratings) == (True, 72)
    assert (usual.own_noise, usual.ratings) == (False, 0)
    assert own.outlook.power > usual.outlook.power
    with pytest.raises(TrialError, match="no design 'tarot'"):
        prepare(wish_for("x", "y"), Kind("tarot"), date(2026, 5, 1), "UTC", None, {})
