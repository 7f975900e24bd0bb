"""Every rule by a table apart from its own file: what must speak, and what only comes near."""

from __future__ import annotations

import pytest

from gutline.safety import screen

# What is said: facts that are so, and numbers or choices after a colon.
FIRES = [
    ("BK01", "back_pain saddle_numbness"),
    ("BK01", "leg_pain bladder_trouble"),
    ("BK01", "back_pain bowel_leak"),
    ("BK01", "back_pain sexual_numbness"),
    ("BK01", "leg_pain both_legs_numb"),
    ("BK01", "back_pain fast_leg_weakness"),
    ("BK02", "sudden_severe_pain"),
    ("BK02", "collapse_with_pain"),
    ("BK03", "back_pain pulsing_belly"),
    ("BK03", "belly_pain pulsing_belly"),
    ("BK04", "back_pain chest_pain"),
    ("BK04", "back_pain serious_accident"),
    ("BK04", "chest_pain"),
    ("BK05", "back_pain fever"),
    ("BK05", "back_pain weak_immune_system"),
    ("BK05", "back_pain drug_injection"),
    ("BK05", "back_pain recent_bacterial_infection"),
    ("BK05", "back_pain recent_spine_procedure"),
    ("BK06", "back_pain cancer_ever"),
    ("BK06", "back_pain unexplained_weight_loss"),
    ("BK06", "back_pain night_pain"),
    ("BK06", "back_pain pain_many_places"),
    ("BK06", "back_pain pain_began_after_50"),
    ("BK06", "back_pain pain_began_before_20"),
    ("BK07", "sudden_back_pain injury_or_fall"),
    ("BK07", "sudden_back_pain osteoporosis"),
    ("BK07", "sudden_back_pain long_steroids"),
    ("BK07", "sudden_back_pain new_spine_shape"),
    ("BK07", "sudden_back_pain pain_eased_lying"),
    ("BK08", "slow_leg_weakness"),
    ("BK08", "foot_drop"),
    ("BK08", "widespread_numbness"),
    ("BK08", "gait_trouble"),
    (
        "BK09",
        "back_pain pain_over_3_months pain_began_before_45 pain_began_before_35 wakes_second_half_of_night buttock_pain better_with_movement",
    ),
    (
        "BK09",
        "back_pain pain_over_3_months pain_began_before_45 better_with_painkiller_2_days relative_with_spondyloarthritis arthritis_ever enthesitis_ever",
    ),
    (
        "BK09",
        "back_pain pain_over_3_months pain_began_before_45 psoriasis_ever arthritis_ever enthesitis_ever buttock_pain pain_began_before_35",
    ),
    (
        "BK10",
        "back_pain pain_over_3_months pain_began_before_45 buttock_pain better_with_movement arthritis_ever",
    ),
    (
        "BK10",
        "back_pain pain_over_3_months pain_began_before_45 psoriasis_ever enthesitis_ever wakes_second_half_of_night",
    ),
    (
        "BK11",
        "back_pain pain_over_3_months pain_began_before_40 began_slowly better_with_movement no_better_with_rest",
    ),
    (
        "BK11",
        "back_pain pain_over_3_months began_slowly better_with_movement no_better_with_rest night_pain_better_on_rising",
    ),
    ("BK12", "back_pain inflammatory_bowel_disease"),
    ("BK12", "joint_pain psoriasis_ever"),
    ("BK12", "back_pain uveitis_ever"),
    ("BK12", "joint_pain reactive_arthritis_ever"),
    ("BK13", "painful_red_eye"),
    ("BK13", "light_hurts_and_blurred"),
    ("JT01", "hot_swollen_joint"),
    ("JT02", "joint_replacement replaced_joint_trouble"),
    ("JT03", "joint_pain diabetes"),
    ("JT03", "joint_pain rheumatoid_arthritis"),
    ("JT03", "joint_pain recent_joint_injection"),
    ("JT03", "joint_pain skin_ulcer"),
    ("JT03", "joint_pain heavy_drinking_daily"),
    ("JT04", "sudden_joint_pain big_toe_pain"),
    ("JT04", "sudden_joint_pain gout"),
    ("JT04", "sudden_joint_pain similar_attack_before"),
    ("JT06", "two_swollen_joints morning_stiffness_over_30_min joints_over_6_weeks"),
    ("GI01", "vomiting_blood"),
    ("GI01", "black_stool"),
    ("GI01", "large_rectal_bleed"),
    ("GI02", "six_bloody_stools fever"),
    ("GI02", "six_bloody_stools fast_pulse"),
    ("GI02", "six_bloody_stools crp_over_30"),
    ("GI02", "six_bloody_stools haemoglobin_under_108"),
    ("GI03", "rectal_bleeding"),
    ("GI03", "rectal_bleeding age:50"),
    ("GI03", "rectal_bleeding age:30 bowel_change"),
    ("GI03", "rectal_bleeding age:30 iron_deficiency"),
    ("GI03", "belly_lump"),
    ("GI04", "iron_deficiency"),
    ("GI04", "unexplained_weight_loss"),
    ("GI04", "unexplained_weight_loss age:40 belly_pain"),
    ("GI05", "belly_trouble night_diarrhoea"),
    ("GI05", "belly_trouble raised_inflammation_test"),
    ("GI05", "belly_trouble gut_began_after_50"),
    ("GI05", "belly_trouble belly_pain_worsening"),
    ("GI05", "belly_trouble family_bowel_disease"),
    ("GI06", "swallowing_trouble"),
    ("GI06", "constant_vomiting"),
    ("GI07", "age:55 unexplained_weight_loss upper_belly_pain"),
    ("GI07", "age:80 unexplained_weight_loss reflux"),
    ("GI07", "age:60 unexplained_weight_loss indigestion"),
    ("GI08", "age:60 unexplained_weight_loss back_pain"),
    ("GI08", "age:70 unexplained_weight_loss diarrhoea"),
    ("GI08", "age:61 unexplained_weight_loss new_diabetes"),
    ("GI08", "age:61 unexplained_weight_loss constipation"),
    ("GI08", "age:61 unexplained_weight_loss nausea"),
    ("GI09", "jaundice"),
    ("GI10", "new_lasting_bloating age:50 sex:female"),
    ("GI10", "new_lasting_bloating early_fullness"),
    ("GI10", "new_lasting_bloating pelvic_pain"),
    ("GI11", "diarrhoea_over_4_weeks"),
    ("ED10", "wants_igg_test"),
    ("ED10", "wants_leaky_gut_test"),
    ("AL01", "heavy_drinking_daily"),
    ("AL01", "morning_drinking"),
    ("AL01", "shakes_without_alcohol"),
    ("AL01", "withdrawal_seizure_ever"),
    ("AL02", "severe_withdrawal"),
    ("AL03", "takes_nsaid alcohol_units_a_week:15"),
    ("AL03", "takes_paracetamol heavy_drinking_daily"),
    ("MH01", "suicidal_thoughts"),
    ("MH02", "phq_down:2 phq_interest:1"),
    ("MH02", "phq_down:3"),
    ("MH02", "no_sleep_several_nights"),
    ("MH02", "panic_in_meditation"),
    ("MH03", "distress_from_logging"),
    ("SU05", "uses_curcumin dark_urine"),
    ("SU05", "uses_curcumin jaundice"),
    ("SU05", "uses_curcumin itching_all_over"),
    ("SU05", "uses_curcumin right_upper_belly_pain"),
    ("SU05", "uses_curcumin tired_and_sick"),
    ("SU22", "wants_to_stop_medicine"),
    ("SU23", "painkiller_days_a_month:11"),
    ("EN02", "new_kind_of_flare"),
    ("SU01", "uses_curcumin takes_anticoagulant"),
    ("SU01", "uses_curcumin takes_antiplatelet"),
    ("SU01", "uses_curcumin bleeding_disorder"),
    ("SU01", "uses_curcumin surgery_soon"),
    ("SU02", "uses_curcumin gallstones"),
    ("SU02", "uses_curcumin bile_duct_blockage"),
    ("SU03", "uses_curcumin iron_deficiency"),
    ("SU03", "uses_curcumin uses_iron"),
    ("SU04", "uses_curcumin liver_disease"),
    ("SU04", "uses_curcumin drug_liver_injury_ever"),
    ("SU04", "uses_curcumin uses_piperine"),
    ("SU06", "uses_curcumin takes_tacrolimus"),
    ("SU06", "uses_curcumin takes_chemotherapy"),
    ("SU06", "uses_curcumin pregnant"),
    ("SU07", "uses_magnesium kidney_disease"),
    ("SU07", "uses_magnesium kidney_filter_under_30"),
    ("SU08", "uses_magnesium dose_magnesium_mg:351"),
    ("SU09", "uses_magnesium takes_tetracycline"),
    ("SU09", "uses_magnesium takes_quinolone"),
    ("SU09", "uses_magnesium takes_nitrofurantoin"),
    ("SU09", "uses_magnesium takes_bisphosphonate"),
    ("SU09", "uses_magnesium takes_penicillamine"),
    ("SU09", "uses_magnesium takes_eltrombopag"),
    ("SU09", "uses_magnesium takes_levothyroxine"),
    ("SU09", "uses_magnesium takes_integrase_inhibitor"),
    ("SU09", "uses_magnesium uses_iron"),
    ("SU10", "uses_magnesium takes_calcium_channel_blocker"),
    ("SU10", "uses_magnesium takes_potassium_sparing_diuretic"),
    ("SU11", "uses_omega3 atrial_fibrillation"),
    ("SU11", "uses_omega3 heart_disease"),
    ("SU11", "uses_omega3 dose_omega3_mg:1001"),
    ("SU12", "uses_omega3 takes_anticoagulant"),
    ("SU12", "uses_omega3 dose_omega3_mg:5001"),
    ("SU13", "uses_probiotic weak_immune_system"),
    ("SU13", "uses_fermented_food takes_immunosuppressant"),
    ("SU13", "uses_probiotic central_line"),
    ("SU13", "uses_probiotic severely_ill"),
    ("SU13", "uses_probiotic short_bowel"),
    ("SU13", "uses_fermented_food damaged_heart_valve"),
    ("SU14", "uses_fermented_food takes_maoi"),
    ("SU15", "uses_fermented_food flush_after_ferments"),
    ("SU16", "uses_glutamine liver_disease"),
    ("SU16", "uses_glutamine hepatic_encephalopathy"),
    ("SU16", "uses_glutamine kidney_disease"),
    ("SU16", "uses_glutamine epilepsy"),
    ("SU16", "uses_glutamine bipolar"),
    ("SU16", "uses_glutamine cancer_treatment"),
    ("SU16", "uses_glutamine pregnant"),
    ("SU16", "uses_glutamine takes_anticonvulsant"),
    ("SU17", "uses_vitamin_d dose_vitamin_d_iu:4001"),
    ("SU17", "uses_vitamin_d hypercalcaemia"),
    ("SU17", "uses_vitamin_d kidney_stones"),
    ("SU17", "uses_vitamin_d sarcoidosis"),
    ("SU17", "uses_vitamin_d takes_thiazide"),
    ("SU18", "uses_ginger takes_anticoagulant"),
    ("SU18", "uses_ginger reflux"),
    ("SU19", "uses_fibre swallowing_trouble"),
    ("SU19", "uses_fibre bowel_narrowing"),
    ("SU19", "uses_fibre low_fluid"),
]

NEAR = [
    ("BK01", "saddle_numbness"),
    ("BK01", "joint_pain bladder_trouble"),
    ("BK01", "back_pain slow_leg_weakness"),
    ("BK02", "pulsing_belly"),
    ("BK02", "belly_pain back_pain"),
    ("BK03", "pulsing_belly"),
    ("BK03", "back_pain belly_pain"),
    ("BK04", "serious_accident"),
    ("BK04", "back_pain injury_or_fall"),
    ("BK05", "fever"),
    ("BK05", "joint_pain fever"),
    ("BK05", "back_pain diabetes"),
    ("BK06", "cancer_ever"),
    ("BK06", "joint_pain night_pain"),
    ("BK06", "back_pain no_better_after_month"),
    ("BK07", "back_pain osteoporosis"),
    ("BK07", "sudden_back_pain night_pain"),
    ("BK08", "back_pain leg_pain"),
    ("BK08", "fast_leg_weakness"),
    (
        "BK09",
        "back_pain pain_over_3_months pain_began_before_45 buttock_pain better_with_movement arthritis_ever",
    ),
    (
        "BK09",
        "back_pain pain_began_before_45 buttock_pain better_with_movement arthritis_ever enthesitis_ever",
    ),
    (
        "BK09",
        "back_pain pain_over_3_months buttock_pain better_with_movement arthritis_ever enthesitis_ever",
    ),
    ("BK10", "back_pain pain_over_3_months pain_began_before_45 buttock_pain better_with_movement"),
    (
        "BK10",
        "pain_over_3_months pain_began_before_45 buttock_pain better_with_movement arthritis_ever",
    ),
    ("BK11", "back_pain pain_over_3_months began_slowly better_with_movement no_better_with_rest"),
    (
        "BK11",
        "back_pain pain_began_before_40 began_slowly better_with_movement no_better_with_rest",
    ),
    ("BK12", "inflammatory_bowel_disease"),
    ("BK12", "psoriasis_ever belly_trouble"),
    ("BK12", "back_pain gout"),
    ("BK13", "uveitis_ever"),
    ("JT01", "joint_pain two_swollen_joints"),
    ("JT01", "sudden_joint_pain"),
    ("JT02", "joint_replacement"),
    ("JT02", "replaced_joint_trouble"),
    ("JT03", "diabetes"),
    ("JT03", "joint_pain gout"),
    ("JT04", "sudden_joint_pain"),
    ("JT04", "gout big_toe_pain"),
    ("JT06", "two_swollen_joints morning_stiffness_over_30_min"),
    ("JT06", "two_swollen_joints joints_over_6_weeks"),
    ("JT06", "morning_stiffness_over_30_min joints_over_6_weeks"),
    ("GI01", "vomiting"),
    ("GI01", "rectal_bleeding"),
    ("GI02", "six_bloody_stools"),
    ("GI02", "fever fast_pulse rectal_bleeding"),
    ("GI03", "bowel_change age:60"),
    ("GI03", "belly_pain iron_deficiency"),
    ("GI04", "age:70 belly_pain"),
    ("GI05", "family_bowel_disease"),
    ("GI05", "belly_trouble bowel_change"),
    ("GI06", "vomiting nausea reflux"),
    ("GI07", "age:54 unexplained_weight_loss reflux"),
    ("GI07", "age:60 reflux indigestion"),
    ("GI07", "unexplained_weight_loss reflux"),
    ("GI07", "age:60 unexplained_weight_loss nausea"),
    ("GI08", "age:59 unexplained_weight_loss back_pain"),
    ("GI08", "age:70 back_pain diarrhoea"),
    ("GI08", "unexplained_weight_loss back_pain"),
    ("GI08", "age:60 unexplained_weight_loss joint_pain"),
    ("GI09", "dark_urine itching_all_over"),
    ("GI10", "new_lasting_bloating age:50 sex:male"),
    ("GI10", "new_lasting_bloating age:49 sex:female"),
    ("GI10", "early_fullness pelvic_pain"),
    ("GI10", "new_lasting_bloating sex:female"),
    ("GI11", "diarrhoea"),
    ("ED10", "raised_inflammation_test"),
    ("AL01", "alcohol_units_a_week:20"),
    ("AL02", "shakes_without_alcohol"),
    ("AL03", "takes_nsaid alcohol_units_a_week:14"),
    ("AL03", "alcohol_units_a_week:40"),
    ("MH01", "phq_down:3 phq_interest:3"),
    ("MH02", "phq_down:1 phq_interest:1"),
    ("MH02", "phq_down:2"),
    ("MH02", "stress_high"),
    ("MH03", "stress_high"),
    ("SU05", "uses_curcumin"),
    ("SU05", "dark_urine"),
    ("SU22", "takes_anticoagulant"),
    ("SU23", "painkiller_days_a_month:10"),
    ("SU23", "takes_nsaid"),
    ("EN02", "back_pain"),
    ("SU01", "uses_curcumin takes_nsaid"),
    ("SU01", "takes_anticoagulant"),
    ("SU02", "gallstones"),
    ("SU02", "uses_curcumin right_upper_belly_pain"),
    ("SU03", "uses_iron iron_deficiency"),
    ("SU04", "liver_disease uses_piperine"),
    ("SU06", "pregnant"),
    ("SU06", "uses_curcumin breastfeeding"),
    ("SU07", "kidney_disease"),
    ("SU07", "uses_magnesium kidney_stones"),
    ("SU08", "uses_magnesium dose_magnesium_mg:350"),
    ("SU08", "uses_magnesium"),
    ("SU09", "uses_magnesium takes_paracetamol"),
    ("SU09", "takes_levothyroxine uses_iron"),
    ("SU10", "takes_calcium_channel_blocker"),
    ("SU10", "uses_magnesium takes_thiazide"),
    ("SU11", "uses_omega3 dose_omega3_mg:1000"),
    ("SU11", "atrial_fibrillation"),
    ("SU12", "uses_omega3 takes_antiplatelet"),
    ("SU12", "uses_omega3 dose_omega3_mg:5000"),
    ("SU13", "weak_immune_system"),
    ("SU13", "uses_fibre weak_immune_system"),
    ("SU14", "uses_probiotic takes_maoi"),
    ("SU14", "takes_maoi"),
    ("SU15", "flush_after_ferments"),
    ("SU16", "liver_disease"),
    ("SU16", "uses_glutamine diabetes"),
    ("SU17", "uses_vitamin_d dose_vitamin_d_iu:4000"),
    ("SU17", "kidney_stones"),
    ("SU18", "reflux takes_anticoagulant"),
    ("SU19", "low_fluid bowel_narrowing"),
]

REPLACED = {"BK10": "BK09", "BK11": "BK09"}


def said(text: str) -> dict[str, bool | float | str]:
    """The answers of one row."""
    answers: dict[str, bool | float | str] = {}
    for word in text.split():
        name, _, value = word.partition(":")
        answers[name] = (float(value) if value.isdigit() else value) if value else True
    return answers


def codes(text: str) -> set[str]:
    return {advice.code for advice in screen(said(text))}


@pytest.mark.parametrize(("code", "text"), FIRES)
def test_a_rule_speaks(code, text):
    found = codes(text)
    assert code in found or REPLACED.get(code) in found


@pytest.mark.parametrize(("code", "text"), NEAR)
def test_a_rule_is_silent_where_something_only_comes_near(code, text):
    assert code not in codes(text)


@pytest.mark.parametrize(("code", "text"), FIRES)
def test_a_rule_speaks_the_same_when_the_rest_was_answered_with_no(code, text):
    from gutline.catalog.facts import load_facts

    no = {f.id: False for f in load_facts().values() if f.kind == "yes_no" and not f.computed}
    found = {advice.code for advice in screen({**no, **said(text)})}
    assert code in found or REPLACED.get(code) in found


@pytest.mark.parametrize(("code", "text"), FIRES)
def test_one_fact_less_is_never_stricter(code, text):
    from gutline.safety.advice import rank

    words = text.split()
    whole = screen(said(text))[0].urgency
    for left_out in range(len(words)):
        fewer = screen(said(" ".join(words[:left_out] + words[left_out + 1 :])))
        assert all(rank(one.urgency) >= rank(whole) for one in fewer)


def test_the_table_has_every_rule_that_answers_can_fire():
    told = {code for code, _ in FIRES}
    assert told == {code for code, _ in NEAR}
    assert len(told) == 58


WRITTEN = {"BK": 13, "JT": 6, "GI": 11, "ED": 10, "AL": 3, "MH": 3, "SU": 23, "EN": 2}
"""How many rules were written down for this product, by domain: back, joints, gut, leaving food
out, alcohol, mood, supplements and medicines, the engine."""


def test_every_rule_that_was_written_down_is_built_and_no_other():
    from gutline.catalog.cautions import load_cautions
    from gutline.catalog.gates import load_gates
    from gutline.catalog.red_flags import load_red_flags

    built = [*load_red_flags().values(), *load_gates().values(), *load_cautions().values()]
    every = {
        f"{name}{number:02d}" for name, most in WRITTEN.items() for number in range(1, most + 1)
    }
    assert {rule.code for rule in built} == every
    assert len(every) == 71
    assert len(built) == 77
