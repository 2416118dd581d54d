"""One spelling for everything that should compare equal. Never raises; idempotent; capped before any regex."""

from __future__ import annotations

import re
import unicodedata

MAX_TEXT_CHARS = 2_000  # a long question is ~200 characters; the cap bounds the work for hostile input
_MAX_PASSES = 8  # NFKD and case folding can feed each other; two or three passes settle every known input

_DOTTED_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.)+(?:[^\W\d_]\b\.?|(?<=\w\.\w\.))")
_APOSTROPHE = re.compile(r"(?<=\w)['\u2018\u2019\u02bc\u0060\u00b4](?=\w)")
_NOT_WORD = re.compile(r"[^\w+#@]|_")
_STRAY_SIGN = re.compile(r"(?<![^\W_])[+#@]+|@(?![^\W_])")
_ASCII_CONTROLS = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n\r\x0b\x0c"}
_ACHES = re.compile(r"[^aeio]aches$")
_LONGEST_UNTOUCHED = 3  # "gas", "aws", "dns" are no plurals
_SHORTEST_IN_IES = 5  # "policies", but not "dies"
_SINGULAR_IN_S = ("ss", "bias", "alias")


def clean(text: str, limit: int = MAX_TEXT_CHARS) -> str:
    """`text` cut to `limit` characters, NFKC, without zero-width, control and surrogate characters, white space folded.

    Case, punctuation and accents stay: this is what positions in a message refer to and what may be echoed.
    """
    text = text[:limit].replace("\u00b4", "'")  # NFKC would make a space and an accent of it
    if text.isascii():
        return " ".join(text.translate(_ASCII_CONTROLS).split())
    text = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode("utf-8"))[:limit]
    kept = "".join(char if unicodedata.category(char)[0] != "C" else (" " if char in "\t\n\r\x0b\x0c\x85" else "") for char in text)
    return " ".join(kept.split())


def normalize(text: str, limit: int = MAX_TEXT_CHARS) -> str:
    """The comparison key of a label or a query: folded case and accents, hyphen = space = underscore, singular words."""
    for _ in range(_MAX_PASSES):
        folded = _fold(clean(text, limit))
        if folded == text:
            break
        text = folded
    return text


def tokens(text: str) -> list[str]:
    """The words of `normalize(text)`."""
    return normalize(text).split()


def compact(key: str) -> str:
    """A key without its spaces: "guard rail" and "guardrail" compare equal."""
    return key.replace(" ", "")


def _fold(text: str) -> str:
    text = text.casefold()
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if unicodedata.category(char) != "Mn")
        text = unicodedata.normalize("NFC", text)
    text = _DOTTED_ACRONYM.sub(lambda match: match[0].replace(".", "") + " ", text)
    text = _APOSTROPHE.sub("", text).replace("&", " and ")
    text = _STRAY_SIGN.sub(" ", _NOT_WORD.sub(" ", text))
    return " ".join(_singular(word) for word in text.split())


def _singular(word: str) -> str:
    """Plural by rule, not by dictionary; what matters is that both sides of a comparison end up the same."""
    word = word.replace("isation", "ization")
    while len(word) > _LONGEST_UNTOUCHED and word.endswith("s") and not word.endswith(_SINGULAR_IN_S) and word.isascii():
        if word.endswith("ies") and len(word) >= _SHORTEST_IN_IES:
            return word[:-3] + "y"
        if _ACHES.search(word):
            return word[:-1]  # caches, but not approaches
        if word.endswith(("xes", "ches", "shes", "sses", "iases")):
            return word[:-2]
        word = word[:-2] + "is" if word.endswith("yses") else word[:-1]
    if len(word) >= _SHORTEST_IN_IES and word.isascii() and word.endswith("ie"):
        return word[:-2] + "y"  # movie, since movies is read as movy
    return word
