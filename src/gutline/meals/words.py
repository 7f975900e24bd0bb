"""Words of a line: where they stand, and the form in which two spellings of one word are equal."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import NamedTuple

from gutline.meals.language import DESCRIBING, PLAIN
from gutline.meals.spellings import ENDINGS_KEPT, ONE_WORD, SPELLINGS

LONGEST_NUMBER = 9
_APOSTROPHES = "'\u2019\u2018\u02bc`\u00b4"
_FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_PUNCTUATION = r"""\s!"\#$%&()*+,./:;<=>?@\[\\\]^_{|}~«»„“”…¡¿·•×–—\-"""
_PICTURES = "\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d\u20e3"
_TOKEN = re.compile(
    rf"""
      (?P<without> \b w/o (?![^\W_]) )
    | (?P<with>    \b w/ | \bc/ )
    | (?P<time>    \d{{1,2}}:\d{{2}} (?:\s?[ap]\.?m\b)? )
    | (?P<percent> \d+(?:[.,]\d+)? \s? % )
    | (?P<times>   \b x (?=\d) )
    | (?P<number>  \d+(?:[.,]\d+)* | [{_FRACTIONS}] )
    | (?P<mark>    [\n,;+&/()\[\]:.|!?*×=•·–—\-] )
    | (?P<picture> [{_PICTURES}]+ )
    | (?P<word>    [^{_PUNCTUATION}{_APOSTROPHES}\d{_PICTURES}{_FRACTIONS}]
                   (?:[^{_PUNCTUATION}{_APOSTROPHES}{_PICTURES}{_FRACTIONS}]
                    | [{_APOSTROPHES}](?=[^\W_]) )* )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Endings, what stands for them, and the length of the shortest word they are taken from.
_PLURALS = (
    ("ies", "y", 5), ("oes", "o", 5), ("oe", "o", 5), ("ie", "y", 5), ("ches", "ch", 5),
    ("shes", "sh", 5), ("sses", "ss", 5), ("xes", "x", 4), ("zzes", "zz", 5), ("ss", "ss", 4),
    ("us", "us", 4), ("is", "is", 4), ("s", "", 4),
)  # fmt: skip


class Token(NamedTuple):
    """One word, number or mark.

    Attributes
    ----------
    word : str
        In lower case, without accents.
    key : str
        The form in which spellings of one word are equal: "tomatoes" and "tomato".
    start, end : int
        Where it stands in the tidied text.
    kind : str
        word, number or mark.
    value : float
        Of a number, else 0.
    glued : bool
        Whether it follows the token before without a space.
    fixed : bool
        Whether its spelling was corrected.
    begins : bool
        Whether another food begins with it than the one before, which it was typed together with.
    """

    word: str
    key: str
    start: int
    end: int
    kind: str
    value: float = 0.0
    glued: bool = False
    fixed: bool = False
    begins: bool = False


def is_plain(token: Token) -> bool:
    """Return whether a token says nothing of the food."""
    return token.kind != "word" or token.word in PLAIN or token.key in PLAIN


def is_plural(word: str, key: str) -> bool:
    """Return whether a word with this key means several."""
    return word.endswith("s") and key != word


def describes(word: str, key: str) -> bool:
    """Return whether a word only describes a food: "green", but not "greens"."""
    return key in DESCRIBING and not is_plural(word, key)


def tidy(text: str) -> str:
    """Return a text with composed letters, and spaces for what cannot be printed."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c if c.isprintable() or c in "\n\u200d" else " " for c in composed)


def scan(text: str) -> list[Token]:
    """Return the tokens of a tidied text, in order."""
    tokens: list[Token] = []
    end = -1
    for found in _TOKEN.finditer(text):
        glued = found.start() == end
        end = found.end()
        tokens.append(_token(found.lastgroup or "", found.group(), found.start(), end, glued))
    return tokens


def _token(group: str, raw: str, start: int, end: int, glued: bool) -> Token:  # noqa: FBT001
    if group == "number":
        value = read_number(raw)
        if value is not None:
            return Token(raw, raw, start, end, "number", value, glued)
    if group == "mark":
        return Token(raw, raw, start, end, "mark", 0.0, glued)
    if group in {"with", "without"}:
        return Token(group, group, start, end, "word", 0.0, glued)
    word = plain(raw)
    return Token(word, fold(word), start, end, "word", 0.0, glued)


def read_number(raw: str) -> float | None:
    """Return the value of digits, with a point or a comma, or of one fraction sign.

    Three digits after a comma are thousands. None for what is too long to be an amount.
    """
    if raw in _FRACTIONS:
        return unicodedata.numeric(raw)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", raw):
        raw = raw.replace(",", "")
    whole, _, rest = raw.replace(",", ".").partition(".")
    if len(whole) > LONGEST_NUMBER or "." in rest:
        return None
    return float(f"{whole}.{rest[:LONGEST_NUMBER] or '0'}")


@functools.lru_cache(maxsize=4096)
def plain(raw: str) -> str:
    """Return a word in lower case, without accents and apostrophes."""
    word = raw.casefold()
    if word.isascii() and "'" not in word and "`" not in word:
        return word
    letters = unicodedata.normalize("NFKD", word)
    kept = (c for c in letters if not unicodedata.combining(c) and c not in _APOSTROPHES)
    return "".join(kept) or word


@functools.lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Return the form in which singular and plural, British and American spellings are equal."""
    word = SPELLINGS.get(word, word)
    single = singular(word)
    return SPELLINGS.get(single, single)


def singular(word: str) -> str:
    """Return a word without the ending of a plural; the result need not be a word."""
    if len(word) <= 3 or word[-1] not in "se" or word in ENDINGS_KEPT or not word.isalpha():
        return word
    for ending, single, shortest in _PLURALS:
        if word.endswith(ending) and len(word) >= shortest:
            return word.removesuffix(ending) + single
    return word


def keys_of(text: str) -> tuple[str, ...]:
    """Return the keys of a name or phrase; joining words are kept, marks are not."""
    tokens = scan(tidy(text))
    return tuple("and" if t.key == "&" else t.key for t in tokens if _counts(t))


def _counts(token: Token) -> bool:
    return token.kind != "mark" or token.key in "&+"


def phrase_key(text: str) -> str:
    """Return the form in which a phrase is remembered: two ways of typing it are equal."""
    return " ".join(ONE_WORD.get(key, key) for key in keys_of(text))


def skeleton(word: str) -> str:
    """Return how a word sounds, roughly: kiwee and kiwi, catsu and katsu are equal."""
    for written, sounds in (("ph", "f"), ("ck", "k"), ("ee", "i"), ("qu", "k"), ("ou", "u")):
        word = word.replace(written, sounds)
    word = re.sub(r"c(?=[eiy])", "s", word).replace("c", "k").replace("z", "s")
    word = re.sub(r"(.)\1+", r"\1", word.replace("y", "i"))
    return word.removesuffix("e") if len(word) > 3 else word
