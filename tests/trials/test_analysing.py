"""The analysis: the decision in fixed words, and never a number that means nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.trials.people import Body, Form
from gutline.trials.analysing import Circumstances, analyse
from gutline.trials.answers import Answers
from gutline.trials.carry_over import CarryOver
from gutline.trials.deciding import Rule, decide
from gutline.trials.errors import TrialError
from gutline.trials.readings import Readings
from gutline.trials.timeline import Timeline
from gutline.trials.trial_data import TrialData
from tests.trials.conftest import make

CALM = Body(sd=0.8)
RULE = Rule()


def analysed(made, rule=RULE, **around):
    rng = np.random.default_rng(0)
    return analyse(made.data(), rule, rng, Circumstances(**around))


def named(result, name):
    return next(c for c in result.checks if c.name == name)


@pytest.mark.parametrize(
    ("effect", "better", "decision"),
    [(2.0, False, "harms"), (-2.0, False, "helps"), (2.0, True, "helps"), (-2.0, True, "harms"),
     (0.0, False, "no_meaningful_difference")],
)  # fmt: skip
def test_a_clear_trial_is_decided(effect, better, decision):
    result = analysed(make(Form(8, 3), CALM, effect), Rule(higher_is_better=better))
    assert result.decision == decision
    assert result.effect == pytest.approx(effect, abs=0.8)
    assert result.because == ""


def test_a_noisy_trial_is_not_conclusive_and_says_what_a_longer_one_costs():
    result = analysed(make(Form(6, 3), Body(sd=3.0), 0.5))
    assert result.decision == "not_conclusive"
    assert result.because
    assert "days instead of" in result.text


def test_four_pairs_are_not_conclusive_whatever_their_ratings():
    result = analysed(make(Form(4, 3), Body(sd=0.3), 3.0))
    assert result.decision == "not_conclusive"
    assert result.p_randomisation == 0.125
    assert result.interval_level == pytest.approx(0.875)
    assert "six pairs" in result.because


def test_everything_a_result_holds_is_there():
    result = analysed(make(Form(8, 3), CALM, 1.5))
    assert result.schedules == 256
    assert result.interval is not None
    assert result.interval[0] < result.effect < result.interval[1]
    post = result.posterior
    assert post.p_benefit + post.p_harm + post.p_no_meaningful_difference == pytest.approx(1.0)
    assert 0.0 < post.mean < result.effect
    assert result.e_value > 20
    assert len(result.table) == 16
    assert set(result.table[0]) == {"start", "end", "condition", "pair", "ratings", "mean", "sd"}
    assert sum(row["ratings"] for row in result.table) == 96
    assert result.provenance["exact"] is True
    assert {"schedules", "carry-over"} <= {c.name for c in result.checks}


def test_the_same_trial_gives_the_same_result():
    made = make(Form(13, 2), CALM, 0.5)
    result = analysed(made)
    assert result == analysed(made)
    assert result.schedules == 4_000
    assert result.provenance["exact"] is False


def test_carry_over_that_is_modelled_gives_the_sustained_effect():
    made = make(Form(8, 4), replace(CALM, carry_over_days=1.0), 2.0)
    rng = np.random.default_rng(0)
    right = analyse(made.data(CarryOver.fading(24.0)), RULE, rng)
    naive = analyse(made.data(), RULE, rng)
    assert right.effect == pytest.approx(2.0, abs=0.5)
    assert naive.effect < right.effect - 0.2


def test_before_the_planned_end_only_the_e_value_decides():
    assert decide(RULE, 1.0, 0.01, 5.0, 0.1, early=False) == "harms"
    assert decide(RULE, 1.0, 0.01, 5.0, 0.1, early=True) == "not_conclusive"
    assert decide(RULE, -1.0, 0.2, 25.0, 0.1, early=True) == "helps"
    assert decide(RULE, 1.0, 0.01, 99.0, 0.95, early=True) == "no_meaningful_difference"


def test_a_person_who_knows_the_condition_is_one_grade_less_sure():
    made = make(Form(8, 3), CALM, 2.0)
    assert analysed(made).grade == "moderate"
    assert analysed(made, blinded=True).grade == "high"
    own = made.schedule.assignment
    told = Answers(guesses=dict(enumerate(own)))
    seen = analysed(made, blinded=True, answers=told)
    assert seen.grade == "moderate"
    assert not named(seen, "blinding").passed
    assert "+1.00" in named(seen, "blinding").text


def test_guesses_that_are_no_better_than_chance_keep_the_blinding():
    made = make(Form(8, 3), CALM, 2.0)
    guesses = {k: (1, 0)[k // 2 % 2] for k in range(16)} | {15: -1}
    assert analysed(made, blinded=True, answers=Answers(guesses=guesses)).grade in {
        "high",
        "moderate",
    }
    few = analysed(made, blinded=True, answers=Answers(guesses={0: 1, 1: 0}))
    assert few.grade == "high"


def test_what_was_expected_is_told_and_when_one_may_stop():
    made = make(Form(8, 3), CALM, 2.0)
    more = {k: 7.0 if a else 2.0 for k, a in enumerate(made.schedule.assignment)}
    result = analysed(made, answers=Answers(expectations=more))
    assert "+5.0 points more" in named(result, "expectation").text
    assert named(result, "expectation").passed is False
    assert "stopped for success" in named(result, "stopping").text
    idle = analysed(make(Form(16, 3), Body(sd=0.4), 0.0))
    assert "futile" in named(idle, "stopping").text
    assert idle.decision == "no_meaningful_difference"


def thinned(made, kept) -> TrialData:
    own = made.readings.only(kept)
    return TrialData.of(made.schedule, own, Timeline.of_schedule(made.schedule), CarryOver.none())


def test_missing_ratings_have_a_tipping_point():
    made = make(Form(8, 3), CALM, 1.5)
    day = np.array([at.timetuple().tm_yday for at in made.readings.at])
    result = analyse(thinned(made, day % 3 != 0), RULE, np.random.default_rng(0))
    assert result.decision == "harms"
    assert "16 of 48 days" in named(result, "missing ratings").text
    assert "lower than guessed" in named(result, "tipping point").text


def test_a_trial_that_few_missing_days_could_undo_says_so():
    made = make(Form(7, 2), Body(sd=1.4), 1.6, seed=3)
    own = np.array(made.schedule.assignment)
    unit = made.data().unit_of
    kept = ~((own[unit] == 1) & (np.arange(unit.size) % 4 < 2))
    result = analyse(thinned(made, kept), RULE, np.random.default_rng(0))
    assert named(result, "missing ratings").passed is False


def test_a_period_without_ratings_is_told_and_no_error():
    made = make(Form(8, 3), CALM, 2.0)
    result = analyse(thinned(made, made.data().unit_of != 4), RULE, np.random.default_rng(0))
    assert result.decision == "harms"
    assert result.periods[4].mean is None
    told = named(result, "periods without ratings").text
    assert told == "The period from 2026-03-14 has no ratings."


def test_one_pair_is_not_conclusive_and_gives_no_number():
    result = analysed(make(Form(1, 6), CALM, 3.0))
    assert result.decision == "not_conclusive"
    assert "one pair" in result.because
    assert (result.effect, result.interval, result.p_randomisation) == (None, None, None)
    assert (result.posterior, result.e_value) == (None, None)


def test_an_outcome_that_does_not_change_is_not_conclusive():
    made = make(Form(6, 3), CALM, 0.0)
    flat = replace(made, readings=replace(made.readings, values=np.full(72, 3.0)))
    result = analysed(flat)
    assert "does not change" in result.because
    assert result.effect is None


@pytest.mark.parametrize(
    ("kept", "word"), [(slice(0, 5), "at least 8"), (slice(0, 9), "two pairs")]
)
def test_too_few_ratings_are_not_conclusive(kept, word):
    made = make(Form(6, 3), CALM, 1.0)
    use = np.zeros(72, dtype=bool)
    use[kept] = True
    result = analyse(thinned(made, use), RULE, np.random.default_rng(0))
    assert word in result.because
    assert result.p_randomisation is None


def test_ratings_under_one_condition_only_are_not_conclusive():
    made = make(Form(6, 3), CALM, 1.0)
    own = np.array(made.schedule.assignment)
    result = analyse(thinned(made, own[made.data().unit_of] == 0), RULE, np.random.default_rng(0))
    assert "no ratings under 'with dairy'" in result.because


def test_ratings_outside_the_periods_are_left_out_and_all_of_them_an_error():
    made = make(Form(6, 3), CALM, 1.0)
    later = tuple(at.replace(year=2030) for at in made.readings.at)
    with pytest.raises(TrialError, match="lie outside"):
        replace(made, readings=replace(made.readings, at=later)).data()
    both = Readings("back pain", made.readings.at + later, np.tile(made.readings.values, 2), "nrs")
    result = analysed(replace(made, readings=both))
    assert "72 ratings lie outside" in named(result, "ratings outside").text
    assert result.effect == analysed(made).effect


def test_a_small_effect_is_no_reason_to_stop_where_small_ones_matter():
    idle = analysed(make(Form(20, 3), Body(sd=0.5), 0.0), Rule(smallest_difference=0.1))
    assert idle.posterior.p_within_half > 0.9
    assert all(check.name != "stopping" for check in idle.checks)


@pytest.mark.parametrize(
    ("layout", "word"),
    [("alternating", "let a coin decide in every pair"), ("complete", "four periods or more")],
)
def test_too_few_schedules_say_what_would_give_more(layout, word):
    result = analysed(make(Form(2, 3, layout), Body(sd=0.3), 3.0))
    assert result.decision == "not_conclusive"
    assert word in result.because
    assert "pairs or more" not in result.because
