"""Roles, and the words people use for them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answer import Definition
from bot.core.assistant import Query
from bot.core.roles import ROLE_WORDS, ROLES, Role, find_role
from tests.fakes import a_term, an_assistant

WORDS = [(word, role) for role, profile in ROLES.items() for word in profile.words]
COUNTABLE = [(word, role) for word, role in WORDS if not word.endswith("s")]


def test_there_are_the_eight_roles_that_term_files_name() -> None:
    assert [role.value for role in ROLES] == ["product", "engineering", "data_science", "policy", "legal", "security", "communications", "executive"]
    assert set(ROLES) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_every_role_is_shown_addressed_recognised_and_advised(role: Role) -> None:
    profile = ROLES[role]
    assert profile.role is role
    assert profile.display_name
    assert profile.person
    assert len(profile.words) >= 5
    assert profile.guidance.endswith(".")


def test_no_two_roles_are_shown_or_advised_alike() -> None:
    for field in ("display_name", "person", "guidance"):
        assert len({getattr(profile, field) for profile in ROLES.values()}) == len(ROLES)


def test_no_word_stands_for_two_roles() -> None:
    claims = Counter(word for profile in ROLES.values() for word in {*profile.words, profile.role.value, profile.display_name.casefold()})
    assert [word for word, count in claims.items() if count > 1] == []


def test_the_words_are_written_as_they_are_compared() -> None:
    assert [word for word in ROLE_WORDS if word != " ".join(word.casefold().split())] == []


@pytest.mark.parametrize(("word", "role"), WORDS)
def test_every_word_of_a_role_is_found(word: str, role: Role) -> None:
    assert find_role(word) is role
    assert find_role(f"  {word.upper()}\n") is role
    assert find_role(word.title().replace(" ", "  ")) is role


@pytest.mark.parametrize(("word", "role"), COUNTABLE)
def test_every_word_of_a_role_is_found_in_the_plural_and_as_ours(word: str, role: Role) -> None:
    assert find_role(f"{word}s") is role
    assert find_role(f"our {word}") is role
    assert find_role(f"Our {word}s") is role


@pytest.mark.parametrize("role", Role)
def test_a_role_is_found_by_its_identifier_its_shown_name_and_its_person(role: Role) -> None:
    profile = ROLES[role]
    for written in (role.value, role.value.upper(), role.value.replace("_", " "), profile.display_name, profile.display_name.upper(), profile.person):
        assert find_role(written) is role


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("PM", Role.PRODUCT),
        ("PMs", Role.PRODUCT),
        ("dev", Role.ENGINEERING),
        ("SRE", Role.ENGINEERING),
        ("data scientists", Role.DATA_SCIENCE),
        ("DATA_SCIENCE", Role.DATA_SCIENCE),
        ("policy maker", Role.POLICY),
        ("our lawyers", Role.LEGAL),
        ("general counsel", Role.LEGAL),
        ("CISO", Role.SECURITY),
        ("comms", Role.COMMUNICATIONS),
        ("C-level", Role.EXECUTIVE),
        ("CEO", Role.EXECUTIVE),
    ],
)
def test_roles_are_found_as_people_call_them(said: str, role: Role) -> None:
    assert find_role(said) is role


@pytest.mark.parametrize(
    "said", ["", " ", "s", "our", "our ", "astronaut", "astronauts", "p m", "lawyerss", "lawyer engineer", "legal and policy", "pmm", "\ud800", "٣", "_"]
)
def test_another_word_is_no_role(said: str) -> None:
    assert find_role(said) is None


@given(st.text(st.characters(), max_size=80))
def test_no_text_breaks_the_search_for_a_role(text: str) -> None:
    found = find_role(text)
    assert found is None or found in ROLES


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("question", ["what is quantization for {}", "As {}: what is quantization?"])
def test_the_person_of_every_role_can_ask_in_so_many_words(role: Role, question: str) -> None:
    """What a heading calls the reader is also what the reader may call themselves."""
    person = ROLES[role].person
    article = "an" if person[0] in "AEIOU" else "a"
    answer = an_assistant(a_term("quantization")).answer(Query(question.format(f"{article} {person}")))
    assert isinstance(answer, Definition)
    assert answer.takeaway is not None
    assert answer.takeaway.role is role
