"""Short sentences about what a person just did. Names in them are data: `notice` escapes."""

from __future__ import annotations

from bot.core.normalize import clean
from bot.core.roles import ROLES, Role

THANKS = "You are welcome."
THANKS_FOR_VOTE = "Thank you, noted."
GONE = "This entry is no longer in the glossary."
CATEGORY_GONE = "This category is no longer in the glossary."
STEP_WITHOUT_TERM = "No term was given to look up."
DETAILS_ADDED = "Thank you: the stewards see it."
NO_MORE_DETAILS = "Nothing can be added there any more: this is how it stands now."
NOTHING_TO_WITHDRAW = "That cannot be withdrawn any more: this is how it stands now."
NOTHING_RECENT = "You have not looked anything up yet."
NO_TERMS = "This glossary has no entries yet."
NOT_A_STEWARD = "Only stewards of the glossary see what is to be decided."
ROLE_FORGOTTEN = "Your role is forgotten."
NO_ROLE_YET = "You have not chosen a role yet: choose one here and it is remembered."
ROLE_NOT_SAVED = "The role is shown, but it could not be saved just now."
_ECHOED = 80  # characters of what somebody typed that are said back


def role_saved(role: Role, command: str) -> str:
    return f"{ROLES[role].person} is remembered as your role; {command} role changes it."


def unknown_role(name: str) -> str:
    return f"There is no role {_quoted(name)}. There are {', '.join(profile.person for profile in ROLES.values())}, and none."


def unknown_category(name: str) -> str:
    return f"No single category begins with {_quoted(name)}."


def withdrawn(term: str) -> str:
    return f"{_quoted(term)} is withdrawn: you hear no more of it."


def nothing_found(text: str) -> str:
    return f"No entry has to do with {_quoted(text)}."


def search_what(command: str) -> str:
    return f"Search for what? For example: {command} search model training"


def _quoted(text: str) -> str:
    said = clean(text)
    return f"\u201c{said if len(said) <= _ECHOED else said[: _ECHOED - 1] + chr(0x2026)}\u201d"
