"""One spelling for everything that should compare equal."""

# ruff: noqa: RUF001 - characters that look like others are what is tested here

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.normalize import MAX_TEXT_CHARS, clean, compact, normalize, tokens

EQUAL = {
    "case": ("RLHF", "rlhf"),
    "title case": ("Prompt Injection", "prompt injection"),
    "case folding, not lower-casing": ("Maßstab", "MASSSTAB"),
    "Turkish capital I with a dot": ("İndex", "index"),
    "full-width letters": ("ＲＡＧ", "rag"),
    "full-width digits and sign": ("Ｆ１＠ｋ", "f1@k"),
    "ligature": ("ﬁne-tuning", "fine-tuning"),
    "subscript": ("F₁ score", "F1 score"),
    "Roman numeral sign": ("type Ⅱ error", "type II error"),
    "long s": ("loſſ", "loss"),
    "no-break space": ("KV\u00a0cache", "KV cache"),
    "ideographic space": ("KV\u3000cache", "KV cache"),
    "zero-width space inside a word": ("embed\u200bding", "embedding"),
    "zero-width joiner": ("em\u200dbedding", "embedding"),
    "byte order mark": ("\ufeffembedding", "embedding"),
    "soft hyphen": ("hallu\u00adcination", "hallucination"),
    "direction override": ("\u202ehallucination\u202c", "hallucination"),
    "NUL": ("to\x00ken", "token"),
    "escape sequence start": ("\x1btoken", "token"),
    "lone surrogate": ("to\ud800ken", "token"),
    "line break": ("model\ncard", "model card"),
    "next-line character": ("model\x85card", "model card"),
    "runs of white space": ("  model \t  card ", "model card"),
    "dotted acronym": ("R.L.H.F.", "RLHF"),
    "dotted acronym with its last dot left out": ("r.l.h.f", "rlhf"),
    "dotted acronym before punctuation": ("R.L.H.F.?", "rlhf"),
    "dotted acronym of two": ("A.I.", "AI"),
    "dotted acronym in a sentence": ("what is R.A.G. for", "what is RAG for"),
    "hyphen": ("fine-tuning", "fine tuning"),
    "underscore": ("fine_tuning", "fine tuning"),
    "non-breaking hyphen": ("fine\u2011tuning", "fine tuning"),
    "en dash": ("fine\u2013tuning", "fine tuning"),
    "em dash": ("fine\u2014tuning", "fine tuning"),
    "minus sign": ("top\u2212p", "top p"),
    "slash": ("precision/recall", "precision recall"),
    "brackets": ("low-rank adaptation (LoRA)", "low rank adaptation lora"),
    "question mark": ("embedding?!", "embedding"),
    "straight apostrophe": ("model's card", "models card"),
    "typographic apostrophe": ("model\u2019s card", "model's card"),
    "modifier apostrophe": ("model\u02bcs card", "model's card"),
    "backtick for an apostrophe": ("model`s card", "model's card"),
    "quotation marks": ("'embedding'", "embedding"),
    "plural": ("embeddings", "embedding"),
    "plural of an acronym": ("LLMs", "LLM"),
    "plural of an acronym with an apostrophe": ("LLM's", "LLM"),
    "plural in -ies": ("policies", "policy"),
    "plural in -xes": ("boxes", "box"),
    "plural in -ches": ("batches", "batch"),
    "plural in -shes": ("hashes", "hash"),
    "plural in -sses": ("losses", "loss"),
    "plural in -iases": ("biases", "bias"),
    "plural of alias": ("aliases", "alias"),
    "plural in -yses": ("analyses", "analysis"),
    "plural in the middle": ("tokens per second", "token per second"),
    "British ending": ("quantisation", "quantization"),
    "British ending in the plural": ("visualisations", "visualization"),
    "British ending in capitals": ("TOKENISATION", "tokenization"),
    "composed accent": ("naïve", "naive"),
    "accent as a combining mark": ("nai\u0308ve", "naïve"),
    "accents in capitals": ("BÉZIER", "bezier"),
    "ampersand": ("R & D", "R and D"),
    "ampersand without spaces": ("R&D", "R and D"),
    "full-width ampersand": ("R＆D", "R and D"),
    "hash tag": ("#embedding", "embedding"),
    "mention sign": ("@embedding", "embedding"),
}

APART = {
    "a language and a letter": ("C++", "C"),
    "another language and a letter": ("C#", "C"),
    "a cut-off": ("precision@k", "precision k"),
    "a three-letter word in -s": ("gas", "ga"),
    "bias is no plural": ("bias", "bia"),
    "loss is no plural": ("loss", "los"),
    "dies is not dy": ("dies", "dy"),
    "one letter more": ("prompt", "prompts injection"),
    "spaces": ("guard rail", "guardrail"),
    "another word": ("precision", "recall"),
}

_MARKS = ["\u0301", "\u0345", "\u0308\u0301", "\u200b", "\x00", "\x1b", "\x85", "\ud800", "\udfff", "\u3000", " "]
_FOLDING = ["İ", "ß", "ŉ", "ſ", "ﬅ", "ﬁ", "ΐ", "᾽", "\ufdfa", "½", "㏂", "．", "&", "＆", "\u02bc", "'", "\u2019", "\u00b4", "漢", "👩\u200d💻"]
_RULES = ["s", "es", "ies", "xes", "iases", "yses", "bias", "isation", "a.b.", ".", "_", "-", "+", "#", "@", "x", "1"]
PIECES = st.sampled_from([*_MARKS, *_FOLDING, *_RULES])
ANY_TEXT = st.one_of(
    st.text(st.characters(), max_size=60),
    st.lists(PIECES, max_size=16).map("".join),
    st.builds(lambda start, piece, count: start + piece * count, st.text(max_size=3), PIECES, st.integers(500, 5_000)),
)
PLAIN_WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=10), min_size=1, max_size=6)


@pytest.mark.parametrize(("one", "other"), EQUAL.values(), ids=EQUAL)
def test_spellings_that_people_take_for_the_same_compare_equal(one: str, other: str) -> None:
    assert normalize(one) == normalize(other) != ""


@pytest.mark.parametrize(("one", "other"), APART.values(), ids=APART)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert normalize(one) != normalize(other)


@pytest.mark.parametrize("nothing", ["", "   ", "?!", "\u200b\ufeff", "\ud800", "\u0301", "_-_", "@", "\x00\x1f"])
def test_text_without_a_letter_or_digit_has_an_empty_key(nothing: str) -> None:
    assert normalize(nothing) == ""
    assert tokens(nothing) == []


def test_the_tokens_are_the_words_of_the_key() -> None:
    assert tokens("What's a reward-model, R.L.H.F.?") == ["what", "a", "reward", "model", "rlhf"]


def test_a_compact_key_forgets_where_the_spaces_are() -> None:
    assert compact(normalize("guard-rails")) == compact(normalize("Guardrail")) == "guardrail"


def test_clean_text_keeps_case_punctuation_and_accents() -> None:
    assert clean("  Naïve\u00a0Bayes,\u200b what\u2019s\tTHAT?\x07 ") == "Naïve Bayes, what\u2019s THAT?"


@pytest.mark.parametrize("text", ["ｆｕｌｌ width", "e\u0301", "\u212b", "½ ﬁ"])
def test_clean_text_is_in_compatibility_composition(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFKC", text)


@given(ANY_TEXT)
@settings(max_examples=600, deadline=None)
def test_normalisation_is_idempotent_for_any_text(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_a_key_holds_words_apart_by_single_spaces_and_nothing_that_is_invisible(text: str) -> None:
    key = normalize(text)
    assert key == " ".join(key.split())
    assert not {unicodedata.category(char) for char in key} & {"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Zl", "Zp"}
    assert key == key.casefold()


@given(ANY_TEXT, st.integers(0, 300))
@settings(max_examples=300, deadline=None)
def test_no_key_is_longer_than_the_limit(text: str, limit: int) -> None:
    """Although one character may fold to eighteen, and "&" to a word."""
    assert len(normalize(text)) <= MAX_TEXT_CHARS
    assert len(normalize(text, limit)) <= limit
    assert len(clean(text, limit)) <= limit


@given(PLAIN_WORDS, st.sampled_from([" ", "-", "_", "  ", "\u00a0", "\u2011", "/", " - ", "\n"]))
@settings(max_examples=200, deadline=None)
def test_what_stands_between_words_makes_no_difference(words: list[str], between: str) -> None:
    assert normalize(between.join(words)) == normalize(" ".join(words))


@given(PLAIN_WORDS)
@settings(max_examples=200, deadline=None)
def test_case_and_width_make_no_difference(words: list[str]) -> None:
    text = " ".join(words)
    full_width = "".join(chr(ord(char) + 0xFEE0) if char != " " else "\u3000" for char in text)
    assert normalize(text.upper()) == normalize(full_width) == normalize(text)


@given(
    st.text("abcdefghijklmnopqrstuvwxyz -", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.sampled_from("\u200b\u200d\ufeff\u00ad\x00\u2060\ud83d")))
)
@settings(max_examples=200, deadline=None)
def test_invisible_characters_anywhere_make_no_difference(text: str, invisible: list[tuple[int, str]]) -> None:
    dotted = text
    for position, char in invisible:
        dotted = dotted[:position] + char + dotted[position:]
    assert normalize(dotted) == normalize(text)


@pytest.mark.parametrize(
    "piece",
    ["a", "a.", "a'", "\u0301", "e\u0301", "\ufdfa", "ΐ", "\ud800", "\u200b", "&", "+@", "s", "xes", "isation", " ", "漢", "-_"],
    ids=lambda piece: ascii(piece).strip("'\""),
)
def test_a_megabyte_costs_no_more_than_what_is_read_of_it(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    started = time.thread_time()
    key = normalize(text)
    assert time.thread_time() - started < 0.5, "about 5 ms is usual; only work on the whole text takes so long"
    assert key == normalize(text[:MAX_TEXT_CHARS])
    assert len(key) <= MAX_TEXT_CHARS
