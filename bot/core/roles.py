"""The roles a takeaway can be written for, and the words people use for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """Identifier of a role, as written in term files and settings."""

    PRODUCT = "product"
    ENGINEERING = "engineering"
    DATA_SCIENCE = "data_science"
    POLICY = "policy"
    LEGAL = "legal"
    SECURITY = "security"
    COMMUNICATIONS = "communications"
    EXECUTIVE = "executive"


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """How a role is shown, addressed and recognised.

    `words` are lower-case singulars; plurals are understood. `guidance` is the takeaway of last resort:
    true for any AI term, and labelled as general wherever it is shown.
    """

    role: Role
    display_name: str
    person: str
    words: tuple[str, ...]
    guidance: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in text.split(",") if word.strip())


_PROFILES = (
    RoleProfile(
        Role.PRODUCT,
        "Product Management",
        "Product Manager",
        _words(
            """
            product manager, product owner, product management, product lead, product person, product folk, product, pm, po, designer, ux,
            ux designer, ux researcher, program manager, project manager, business analyst
            """
        ),
        "Ask what it changes for the user, what it costs per use, and how you would notice in a metric that it went wrong.",
    ),
    RoleProfile(
        Role.ENGINEERING,
        "Engineering & Platform",
        "Engineer",
        _words(
            """
            engineer, engineering, developer, dev, software engineer, backend engineer, backend developer, backend dev, frontend engineer,
            frontend developer, frontend dev, platform engineer, platform team, platform, ml engineer, sre, devops, devops engineer,
            programmer, coder, tech lead, swe, mle, architect, infra, infra engineer, qa engineer, qa, eng
            """
        ),
        "Find where it sits in your stack, what it does to latency, cost and failure modes, and how you would test and roll it back.",
    ),
    RoleProfile(
        Role.DATA_SCIENCE,
        "Data Science & Research",
        "Data Scientist",
        _words(
            """
            data scientist, data science, data analyst, ml researcher, ai researcher, researcher, research scientist, applied scientist,
            statistician, data person, ds, scientist, data engineer
            """
        ),
        "Ask which data and which metric it rests on, and check it on a held-out set before you trust a number that depends on it.",
    ),
    RoleProfile(
        Role.POLICY,
        "Policy & Responsible AI",
        "Policy Lead",
        _words(
            """
            policy lead, policy maker, policymaker, policy person, policy manager, policy analyst, policy folk, policy, public policy,
            public affairs, government affairs, gov affairs, governance, governance lead, responsible ai lead, regulator, ethicist
            """
        ),
        "Ask which rule or commitment it touches, who is affected, and what evidence would show that the rule is kept.",
    ),
    RoleProfile(
        Role.LEGAL,
        "Legal & Compliance",
        "Counsel",
        _words(
            """
            lawyer, attorney, counsel, general counsel, in-house counsel, gc, legal counsel, legal, solicitor, paralegal, compliance,
            compliance officer, compliance manager, compliance person, privacy officer, privacy counsel, dpo officer, data protection officer,
            auditor, legal ops, contracts
            """
        ),
        "Ask what it means for personal data, contracts and claims made to customers, and keep the cited source with your advice.",
    ),
    RoleProfile(
        Role.SECURITY,
        "Security & Trust",
        "Security Engineer",
        _words(
            """
            security engineer, security analyst, security lead, security officer, security person, security folk, security, infosec, appsec,
            cybersecurity, ciso, secops, pentester, soc analyst, threat analyst, red teamer
            """
        ),
        "Ask who could misuse it, what an attacker controls as input, and which log would show that it happened.",
    ),
    RoleProfile(
        Role.COMMUNICATIONS,
        "Communications & Support",
        "Communications Lead",
        _words(
            """
            communications lead, communications manager, communications person, communications, communication, comms lead, comms person, comms,
            comm, pr, pr person, press officer, press, journalist, spokesperson, marketer, marketing, copywriter, customer support,
            support agent, support rep, support person, support, customer success, sales rep, salesperson, sales, account manager,
            account executive, tech writer, technical writer
            """
        ),
        "Say it in one plain sentence, avoid promising more than the source supports, and keep the citation ready for questions.",
    ),
    RoleProfile(
        Role.EXECUTIVE,
        "Executive Leadership",
        "Executive",
        _words(
            """
            executive, exec, ceo, cto, cfo, coo, cpo, cio, c-suite, c-level, vp, svp, board, board member, director, leadership,
            leadership team, senior leadership, management, senior management, founder, boss, manager, chief executive, department head,
            head of department, stakeholder, investor
            """
        ),
        "Ask what decision depends on it, what it costs or risks if ignored, and who in the company owns it.",
    ),
)

ROLES: Mapping[Role, RoleProfile] = MappingProxyType({profile.role: profile for profile in _PROFILES})

ROLE_WORDS: Mapping[str, Role] = MappingProxyType(
    {word: profile.role for profile in _PROFILES for word in (*profile.words, profile.role.value, profile.display_name.casefold())}
)


def find_role(text: str) -> Role | None:
    """The role meant by `text` ("PM", "our lawyers", "data_science", "in house counsel"), or None."""
    words = re.sub(r"[-_\s]+", " ", text.casefold()).strip().split()
    while words and words[0] in _BEFORE:
        words.pop(0)
    said = " ".join(words)
    return next(
        (_PLAIN_WORDS[form] for form in (said, said.removesuffix("s"), said.removesuffix("es"), _PEOPLE.sub("person", said)) if form in _PLAIN_WORDS), None
    )


_BEFORE = frozenset({"a", "an", "the", "our", "my", "your", "some"})
_PEOPLE = re.compile(r"\bpeople$")
_PLAIN_WORDS: Mapping[str, Role] = MappingProxyType({word.replace("-", " ").replace("_", " "): role for word, role in ROLE_WORDS.items()})
