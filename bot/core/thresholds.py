"""The scores that separate answering, offering and silence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores in about [0, 1], as `bot.core.ranking` gives them. `glossary eval FILE --calibrate` proposes values for a glossary.

    Attributes:
        answer: by meaning alone, an entry is answered from this score on ...
        answer_lead: ... if the next one is this far behind ...
        answer_words: ... and at least so many words describe it.
        suggest: entries are offered from this score on.
        concept: a concept without entry is named from this score on.
        beside: entries are offered beside a concept without entry that was called by name from this score on.
        named_phrase: a label of several words beside other words is answered from this score on ...
        named_phrase_asked: ... or from this one, when something in the question says that it is asked about.
        named_word: likewise for a single word that hardly means anything else.
        named_everyday: likewise for an everyday word, less `named_sign` for every further sign that it is asked about.
        named_sign: see `named_everyday`.
        named_behind: a named entry may score this far behind the best one ...
        named_phrase_behind: ... and this far when its label has several words and little stands beside it.
        lexical_answer: replaces `answer` while meaning is not available (BM25 over the idf of the question, up to about 2.2).
        lexical_suggest: replaces `suggest` while meaning is not available.
        lexical_concept: replaces `concept` while meaning is not available.
    """

    answer: float = 0.52
    answer_lead: float = 0.12
    answer_words: int = 4
    suggest: float = 0.38
    concept: float = 0.50
    beside: float = 0.45
    named_phrase: float = 0.45
    named_phrase_asked: float = 0.30
    named_word: float = 0.25
    named_everyday: float = 0.45
    named_sign: float = 0.10
    named_behind: float = 0.05
    named_phrase_behind: float = 0.15
    lexical_answer: float = 1.60
    lexical_suggest: float = 0.50
    lexical_concept: float = 1.20
