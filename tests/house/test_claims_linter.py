"""No text claims what a wellness product must not claim; the linter knows bad sentences from good."""

from __future__ import annotations

import pytest

from scripts.claims_linter import (
    RULES,
    caught_in,
    claims_in,
    text_of_html,
    text_of_markdown,
    texts_in,
    texts_of_python,
    texts_of_toml,
)

BAD = """\
Gutline diagnoses the reason for your back pain.
Our app can diagnose coeliac disease from your diary.
Get your diagnosis in two weeks.
A diagnostic tool for your gut.
This is your diagnosis: irritable bowel.
Self-diagnose food intolerance at home.
Gutline treats back pain with food.
The easiest way to treat your IBS.
Treat inflammation at its source.
A natural treatment for joint pain.
The best therapy for bloating starts here.
Magnesium is an effective remedy for stiffness.
We treat the gut, and the back follows.
A proven treatment without tablets.
Turmeric cures arthritis.
The cure for back pain is in your kitchen.
Bloating can be cured in 30 days.
Curing your gut begins with breakfast.
Bone broth heals the gut lining.
Heal your gut and your back will follow.
Better sleep finally heals.
A healing plan for your spine.
Prevent flares before they start.
Fibre prevents knee pain.
Stop your back pain for good.
This stops bloating within a day.
Banish bloating with one change.
Eliminate inflammation from your life.
Walking ended my sciatica, and it ends every flare.
The prevention of back pain made easy.
Your trigger is dairy.
Dairy is one of your triggers.
We found your personal triggers.
Gluten is a trigger.
Onions are the main trigger of this week.
Avoid trigger foods from now on.
Coffee triggers your back pain.
Red wine triggered the flare on Monday.
Your hidden triggers are listed below.
Meet your true trigger.
Dairy causes your back pain.
Your flares are caused by stress and back strain.
The root cause of your pain is the gut.
Wheat is causing the bloating.
We show the cause of your symptoms.
Garlic is the culprit.
Bread is to blame.
Lack of correlation shows that milk is harmless.
Stop taking your painkillers.
You can stop your medication now.
Skip your tablets on good days.
Reduce your medicine step by step.
Replace your antidepressants with walking.
Try ginger instead of your painkillers.
You no longer need a doctor.
You will no longer need medication.
Quit all drugs for a week.
Halve the statins while testing.
Come off steroids while the diet works.
Ditch the pills.
Take 400 mg of magnesium before bed.
Take 2 capsules with every meal.
Take about 1,000 mg of fish oil.
The recommended dose is one tablet.
Increase your dose until it works.
Double the dose after a week.
One capsule a day is enough.
Two tablets before bed.
The ideal dose for you is shown below.
Your weight is within the normal range.
Normal values are shown in green.
Your result is normal.
Your stool is abnormal.
Your CRP is perfectly normal.
Your sleep lies in the healthy range.
The blood was normal.
You have IBS.
You probably have coeliac disease.
You clearly suffer from leaky gut.
You must have an intolerance.
You are allergic to milk.
You are intolerant to gluten.
You are sick.
You likely have arthritis.
Your risk of colitis is 12 %.
There is a 70 % chance you have gout.
Your chance of a flare is 40 %.
Results are guaranteed.
A clinically proven method.
This supplement is completely safe.
It has no side effects.
Detox your body in a week.
Kefir boosts your immune system.
The miracle herb.
Be pain-free in ten days.
Get rid of your bloating.
It reverses arthritis.
Repair your gut with glutamine.
Doctor-approved and easy.
Never eat bad foods again, only clean eating counts.
""".splitlines()

GOOD = """\
In your diary, dairy was followed by more back pain on 9 of 12 evenings.
Chance would do this in 3 of 100 diaries.
Gutline does not diagnose, treat or cure anything.
It is no diagnosis.
Only a doctor can diagnose coeliac disease.
If you were diagnosed with coeliac disease, say so.
Have you ever been diagnosed by a doctor?
A specialist makes the diagnosis, not a program.
Ratings are treated as numbers.
The engine treats them so.
Both sides are treated alike.
A day just above the limit is treated differently.
Intention to treat comes first.
Ask your doctor about treatment for reflux.
Do not change a treatment because of a diary.
This app never treats pain.
Fresh or cured; poultry is not in it.
Cured meat, ham and bacon.
Cured fish and cheese.
There is no cure here.
Nobody has shown that broth heals the lining.
A healthy food can bring gas.
Good for health in general.
Healthy volunteers were studied.
It cannot prevent flares.
Suicide prevention lines are open day and night.
It has not been shown to prevent pain.
Prevent a meal from being logged twice.
Stop the test and eat as usual.
You can stop a trial at any time.
The test ends after six weeks.
A suspect is not a trigger.
Diary apps call a food a trigger when it correlates.
Some pages claim that gluten is a trigger.
We never say that a food is your trigger.
Trigger the export from the menu.
The button triggers a new run.
A hidden common cause may explain both.
How strong would a hidden cause have to be?
It would be wrong to say that dairy causes your pain.
Signs that go together do not show what comes from what.
Nothing here says that milk causes back pain.
This cannot tell what the cause of your pain is.
Please do not stop alcohol suddenly.
Nothing here asks you to leave out a prescribed medicine.
Do not stop your medicine because of a diary.
This app never asks you to stop a prescribed drug.
Ask your doctor before you change your tablets.
Talk to your pharmacist before you stop taking painkillers.
Anti-inflammatory painkillers on many days irritate the gut.
Log the tablets that you took.
Keep it four hours from your thyroid tablet.
More than 350 mg a day is above the upper level.
4,000 IU a day is the upper level for adults.
15 g a day for eight weeks was tested in one trial.
You logged 400 mg of magnesium.
Ask a pharmacist about the dose.
A pharmacist can tell which dose is right for you.
Never double the dose.
Doses are in milligrams.
A normal answer after two weeks is that nothing can be told yet.
The noise is drawn from a normal distribution.
Missing is normal in a diary.
Eat as you normally do.
Usual stool forms are 3 to 5.
If you have IBS, say so.
Do you have coeliac disease?
People with arthritis took part.
Whether you have an intolerance cannot be told from a diary.
Have you ever had gout?
You have logged 41 days.
You have three of nine features.
You are below a healthy weight.
You are on day 12 of the test.
About 1 in 100 people who see a doctor for back pain have a tumour.
Most single signs are false alarms.
Fewer than 4 in 100 people had a fracture.
How sure: 97 of 100.
Nothing is guaranteed.
It is not clinically proven.
It is not completely safe.
Side effects were more common than with placebo.
No list of forbidden foods is kept.
There are no good or bad foods here.
Offer additions before eliminations.
The coeliac test comes first.
Go to an emergency department now.
Call the emergency number.
See a doctor today or tomorrow.
Back pain with fever can be an infection of the spine.
Yellow skin or eyes: see a doctor urgently.
Ask for a referral to a rheumatologist.
Your pattern fits what doctors are advised to refer.
Harmless in most people, and to be known early.
You can stop worrying about it.
Mornings after dairy your back was 1.3 points worse.
Between 0.8 and 1.8 points.
Cleared: less than half a point a serving.
Undecided: about 20 more days are needed.
Nothing to say yet, because food was logged on 6 days only.
""".splitlines()


def test_there_are_a_hundred_of_each():
    assert (len(BAD), len(GOOD)) == (100, 100)
    assert len(set(BAD) | set(GOOD)) == 200


@pytest.mark.parametrize("sentence", BAD)
def test_a_bad_sentence_is_caught(sentence):
    assert list(claims_in(sentence))


@pytest.mark.parametrize("sentence", GOOD)
def test_a_good_sentence_passes(sentence):
    assert list(claims_in(sentence)) == []


def test_every_rule_catches_something():
    caught = {rule for sentence in BAD for rule, _ in claims_in(sentence)}
    assert caught == set(RULES)


def test_no_text_of_this_project_claims_anything(root):
    assert [str(one) for one in caught_in(root)] == []


def test_the_texts_of_this_project_are_read(root):
    where = {name for name, _ in texts_in(root)}
    assert "README.md" in where
    assert any(name.startswith("src/gutline/catalog/data/evidence/") for name in where)
    assert any(name.startswith("src/gutline/reports/") for name in where)
    assert any(name.startswith("docs/decisions/") for name in where)


def test_a_claim_in_a_template_is_caught_and_its_attributes_are_read():
    page = '<p hx-trigger="load">Milk is <b>your</b> trigger</p><img alt="Heal your gut">'
    assert [rule for rule, _ in claims_in(text_of_html(page))] == ["trigger", "heal"]


def test_what_a_template_does_is_not_what_it_says():
    assert (
        list(claims_in(text_of_html('<div hx-trigger="every 2s">{% if cure %}ok{% endif %}</div>')))
        == []
    )


def test_quoted_claims_and_sources_of_a_card_stay_out():
    card = {"said": "Broth heals.", "known": "Not shown.", "sources": [{"title": "A cure?"}]}
    assert list(texts_of_toml(card)) == ["Not shown."]


def test_code_in_a_page_stays_out_and_its_words_do_not():
    page = "`cure()` runs.\n\n```python\nheal()\n```\n\nIt cures [you](https://heal.example).\n"
    assert [rule for rule, _ in claims_in(text_of_markdown(page))] == ["cure"]


def test_texts_in_code_are_read_and_docstrings_are_not():
    code = '"""It heals all of you."""\nTEXT = "Your trigger is dairy today"\nSHORT = "cure"\n'
    assert list(texts_of_python(code)) == ["Your trigger is dairy today"]
