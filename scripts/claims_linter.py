"""Sentences that claim what a wellness product must not claim, in every text that people read.

Run it as `python scripts/claims_linter.py`: it names every sentence it catches and fails when there
is one. What it reads: pages and documents, templates, catalog texts in our own words, and texts in
the code. What other people say stays out: quoted claims, titles of sources and what they found.
"""

from __future__ import annotations

import ast
import html
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_ILL = (
    r"(?:pain|pains|aches?|flares?|flare-ups?|attacks?|symptoms?|disease|ibs|ibd|arthritis|gout|"
    r"inflammation|illness|cancer|bloating|diarrhoea|diarrhea|constipation|migraines?|headaches?|"
    r"fatigue|stiffness|sciatica|depression|insomnia|reflux|back|gut|joints?|spine|infection|"
    r"allergies|intolerances?|condition|ageing)"
)
_PILLS = (
    r"(?:medicines?|medications?|meds|tablets?|pills?|drugs?|painkillers?|statins?|antibiotics?|"
    r"antidepressants?|prescriptions?|insulin|steroids?|blood thinners?|treatment)"
)
_DISEASE = (
    r"(?:ibs|ibd|coeliac disease|celiac disease|coeliac|crohn'?s|colitis|arthritis|spondylitis|"
    r"sibo|"
    r"a leaky gut|leaky gut|an allergy|an intolerance|lactose intolerance|gluten sensitivity|gout|"
    r"fibromyalgia|an infection|inflammation|depression|an eating disorder|cancer|candida)"
)
_UNIT = r"(?:mg|g|mcg|µg|ug|iu|ml|grams?|capsules?|tablets?|pills?|drops?|teaspoons?|scoops?)"
_PEOPLE = r"(?:doctors?|clinicians?|physicians?|specialists?|gp|dietitians?|nurses?|hospital)"
_FOOD_CURED = r"(?:meats?|ham|fish|salmon|bacon|sausages?|pork|beef|or|and|cheese|herring|egg)"

RULES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "diagnose": r"\b(?:self-)?diagnos(?:e|es|ed|ing|is|tic)\b(?! (?:with|by)\b)",
        "treat": (
            r"(?<!intention to )\btreat(?:s|ed|ing|able)?\b"
            r"(?!.{0,50}\b(?:as|so|alike|differently|like|same)\b)"
            rf"|\b(?:treatment|therapy|remedy|remedies)s? (?:for|against) (?:\w+ ){{0,3}}?{_ILL}\b"
            r"|\b(?:natural|effective|best|proven|your own|our) (?:treatment|therapy|remedy)\b"
        ),
        "cure": rf"(?<!fresh or )\bcur(?:e|es|ed|ing|able)\b(?!,? {_FOOD_CURED}\b)",
        "heal": r"\bheal(?:s|ed|ing)?\b",
        "prevent": (
            r"\b(?:(?:prevent|stop|banish|eliminate)(?:s|ed|ing)?|ends|ending) "
            rf"(?:\w+ ){{0,4}}?{_ILL}\b"
        ),
        "prevention": rf"\bprevention of (?:\w+ ){{0,2}}?{_ILL}\b",
        "trigger": (
            r"\b(?:your|my|personal|food|hidden|main|true|real) triggers?\b|\btrigger foods?\b"
            r"|\b(?:is|are|was|were) (?:a|the|one of the|your) (?:\w+ )?triggers?\b"
            rf"|\btrigger(?:s|ed|ing)? (?:\w+ ){{0,3}}?{_ILL}\b"
        ),
        "cause": (
            rf"\b(?:causes|caused|causing) (?:\w+ ){{0,3}}?{_ILL}\b"
            rf"|\b(?:root )?causes? of (?:your|the|this) (?:\w+ ){{0,2}}?{_ILL}\b"
            r"|\bto blame\b|\bculprits?\b|\black of correlation\b"
        ),
        "medicine": (
            rf"\b(?:stop|quit|skip|drop|reduce|halve|lower|double|come off|get off|ditch|replace|"
            r"change your|changing your)(?:s|ping|ing)? (?:taking |using )?"
            rf"(?:your |the |all |any )?(?:\w+ )?{_PILLS}\b"
            rf"|\binstead of (?:your |a |the |any )?(?:\w+ )?{_PILLS}\b"
        ),
        "dose": (
            rf"\btake (?:\w+ )?[\d.,]+ ?{_UNIT}\b|\b(?:recommended|right|best|ideal|correct) dose\b"
            r"|\b(?:increase|raise|double|halve|lower|adjust) (?:your |the )dose\b"
            rf"|\b(?:one|two|three|four) {_UNIT} (?:a day|daily|each|every|twice|before|after)\b"
        ),
        "normal": (
            r"\bnormal (?:range|value|level|result)s?\b|\bwithin normal\b|\babnormal\b"
            r"|\b(?:your \w+|results?|levels?|blood|tests?) (?:is|are|was|were|looks?) "
            r"(?:\w+ )?normal\b"
            r"|\bhealthy range\b"
        ),
        "disease": (
            rf"\byou (?:probably |likely |clearly |may well |must |definitely |almost certainly )?"
            rf"(?:have|suffer from|are suffering from|are developing) (?:\w+ )?{_DISEASE}\b"
            r"|\byou are (?:allergic|intolerant|sensitive) to\b|\byou are (?:ill|sick|healthy)\b"
        ),
        "odds": (
            r"\byour (?:risk|chance|odds) of [\w' -]+ (?:is|are) \d"
            r"|\d ?(?:%|per cent) (?:chance|likely) (?:that )?you (?:have|will)"
        ),
        "promise": (
            r"\bguarante(?:e|es|ed)\b|\b(?:clinically|scientifically|medically) (?:proven|tested)\b"
            r"|\b(?:completely|totally|100 ?%|perfectly) (?:safe|effective)\b|\bno side effects\b"
            r"|\bdetox\w*|\bboost(?:s|ing)? (?:your |the )?immun\w*|\bmiracle\b|\bpain[- ]free\b"
            rf"|\b(?:reverses?|get rid of|gets rid of) (?:your |the )?(?:\w+ )?{_ILL}\b"
            rf"|\bno longer need (?:your |a |any )?(?:{_PILLS}|{_PEOPLE})\b"
            r"|\b(?:doctor|fda|clinician)[- ]approved\b|\bmedical grade\b|\bworks for everyone\b"
            rf"|\b(?:repair|restore|fix)(?:es|s|ing)? (?:your |the )?(?:\w+ )?{_ILL}\b"
        ),
        "shame": (
            r"\b(?:bad|forbidden|toxic|sinful|clean|junk) (?:foods?|eating)\b"
            r"|\bcheat (?:day|meal)s?\b"
        ),
    }.items()
}  # fmt: skip

_DENIED = re.compile(
    r"\b(?:not|no|never|cannot|can't|doesn't|don't|isn't|aren't|won't|neither|nor|without|nothing|"
    r"nobody|none|hardly|rather than|only a|unless|would be wrong|instead of saying)\b",
    re.IGNORECASE,
)
_SAID_BY_OTHERS = re.compile(
    r"\b(?:apps?|people|pages?|articles?|books?|sites?|some|others|writers?|sellers?) "
    r"(?:\w+ )?(?:call|say|claim|think|believe|promise|write|tell)s?\b|\bis said\b"
    r"|\bclaims? that\b",
    re.IGNORECASE,
)
_BY_PEOPLE = re.compile(
    rf"\b(?:{_PEOPLE}|pharmacists?|midwife)\b|\bif you (?:have|were|are|had)\b|"
    r"\bdo you have\b|\bwhether you\b|\bhave you\b|\bpeople (?:with|who)\b",
    re.IGNORECASE,
)
_MEDICAL = frozenset({"diagnose", "treat", "medicine", "dose", "disease"})
"""Rules that do not hold for what a doctor does, or for a question."""
_REACH = 70


@dataclass(frozen=True)
class Caught:
    """One sentence with a claim."""

    where: str
    rule: str
    sentence: str

    def __str__(self) -> str:
        """Return it as one line for people."""
        return f"{self.where}: {self.rule}: {self.sentence}"


_READ = frozenset({
    # Irony about what a table of correlations would claim, on the page of the real diary.
    (
        "Fibre, fat and sugar alike would prevent diarrhoea: they only prevent it from being"
        " looked at."
    ),
})  # fmt: skip
"""Sentences that a person read and left as they are, each with its reason."""
_WORD_LIST = re.compile(r"[a-z0-9 ,|'\n-]{80,}")


def claims_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield each rule that a text breaks, with the sentence."""
    for sentence in sentences(text):
        if sentence in _READ or _WORD_LIST.fullmatch(sentence):
            continue
        for name, pattern in RULES.items():
            if any(not _is_allowed(name, sentence, m) for m in pattern.finditer(sentence)):
                yield name, sentence


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text, on one line each."""
    for block in re.split(r"\n\s*\n|\n(?=[-*|#>\d])", text):
        flat = " ".join(block.split())
        for sentence in re.split(r"(?<=[.!?:;])\s+(?=[A-Z“\"'(*`]|\d)|\|", flat):
            if sentence.strip():
                yield sentence.strip()


def _is_allowed(rule: str, sentence: str, found: re.Match[str]) -> bool:
    before = sentence[max(0, found.start() - _REACH) : found.start()]
    if rule == "shame" and re.search(r"\bnever\b", before, re.IGNORECASE):
        return False
    if _DENIED.search(before) or _SAID_BY_OTHERS.search(before):
        return True
    if rule in _MEDICAL and _BY_PEOPLE.search(sentence):
        return True
    return sentence.endswith("?") and rule in {"disease", "normal"}


_OTHERS_WORDS = frozenset({
    "said", "overstated", "sources", "words", "not_words", "aliases", "exposures", "outcomes",
    "category", "groups", "not_phrases", "id", "free", "before", "after", "alone", "not_denials",
    "others", "turns", "lists", "diary",
})  # fmt: skip


def texts_of_toml(value: object, key: str = "") -> Iterator[str]:
    """Yield the texts of a catalog file that are in our own words."""
    if key in _OTHERS_WORDS:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from texts_of_toml(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of_toml(inner, key)


def text_of_html(text: str) -> str:
    """Return what a template shows: without tags, scripts and template marks."""
    bare = re.sub(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->|\{#.*?#\}", " ", text)
    said = re.sub(
        r"\{%\s*(?:trans|translate|blocktranslate)\s+[\"']([^\"']*)[\"'].*?%\}", r" \1. ", bare
    )
    shown = re.sub(r"(?s)\{%.*?%\}|\{\{.*?\}\}", " ", said)
    attributes = re.findall(r"\b(?:title|alt|placeholder|aria-label)=\"([^\"]*)\"", shown)
    flowing = re.sub(r"</?(?:a|b|i|em|strong|span|small|code|abbr|q)\b[^>]*>", "", shown)
    return html.unescape(re.sub(r"(?s)<[^>]*>", "\n\n", flowing) + "\n\n" + "\n\n".join(attributes))


def text_of_markdown(text: str) -> str:
    """Return a page without code and addresses."""
    bare = re.sub(r"(?ms)^```.*?^```$|<!--.*?-->|`[^`]*`", " ", text)
    return re.sub(r"\]\([^)]*\)|https?://\S+", " ", bare)


def texts_of_python(text: str) -> Iterator[str]:
    """Yield the sentences that a module may show: texts of four words or more, no docstrings."""
    tree = ast.parse(text)
    docs = {id(node) for node in _docstrings(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield from [node.value] if len(_WORDS.findall(node.value)) >= 4 else []


_WORDS = re.compile(r"[A-Za-z]{2,}")


def _docstrings(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            yield body[0].value


def texts_in(root: Path) -> Iterator[tuple[str, str]]:
    """Yield where each text of the project stands, and the text."""
    for path in sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md")]):
        if "_build" not in path.parts:
            yield _named(path, root), text_of_markdown(path.read_text("utf-8"))
    for path in sorted((root / "src").rglob("*")):
        if path.suffix in {".html", ".txt"} and path.is_file():
            yield _named(path, root), text_of_html(path.read_text("utf-8"))
        elif path.suffix == ".toml":
            for text in texts_of_toml(tomllib.loads(path.read_text("utf-8"))):
                yield _named(path, root), text
        elif path.suffix == ".py":
            for text in texts_of_python(path.read_text("utf-8")):
                yield _named(path, root), text


def _named(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def caught_in(root: Path) -> list[Caught]:
    """Return every claim in the texts of a project."""
    return [
        Caught(where, rule, sentence)
        for where, text in texts_in(root)
        for rule, sentence in claims_in(text)
    ]


def main() -> int:
    """Print every claim; return 1 when there is one."""
    found = caught_in(ROOT)
    for one in found:
        print(one)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
