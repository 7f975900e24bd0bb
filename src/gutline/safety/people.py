"""Whom reference intakes are meant for, from what a person answered."""

from __future__ import annotations

from gutline.meals.reference import SEXES, Person
from gutline.safety.answers import Answers


def reference_person(answers: Answers) -> Person:
    """Return the person that reference intakes and upper limits are asked for.

    What was not answered is not known: then the strictest of all figures holds.

    Parameters
    ----------
    answers : Mapping of str to bool, float, str or None
    """
    sex, age, weight = answers.get("sex"), answers.get("age"), answers.get("weight_kg")
    stages = (("pregnancy", "pregnant"), ("lactation", "breastfeeding"))
    stage = next((name for name, fact in stages if answers.get(fact) is True), None)
    return Person(
        sex=sex if isinstance(sex, str) and sex in SEXES else None,
        age=int(age) if isinstance(age, int | float) and not isinstance(age, bool) else None,
        life_stage=None if sex == "male" else stage,
        weight_kg=float(weight) if isinstance(weight, int | float) and weight else None,
    )
