"""The identifiers that come back from Teams when somebody uses a control: `verb`, and `action` in its data."""

from __future__ import annotations

# On answers
ROLE = "role"  # this answer for another role
MORE = "more"
LESS = "less"
MINE = "mine"  # on a card that others see: the same, for me alone
SHARE = "share"
OPEN = "open"  # an entry, by its slug
FEEDBACK = "feedback"

# Elsewhere
CHOOSE_ROLE = "choose_role"  # my role from now on
SHOW_CATEGORY = "category"
SAY = "say"  # as if the text had been typed
NO_ROLE = "none"  # value of the choice that forgets a role

# Commands of the message extension
SEARCH = "search"
EXPLAIN_MESSAGE = "explain_message"
REQUEST_MESSAGE = "request_message"

# Of those who ask for an entry
REQUEST_FORM = "request_form"  # opens the form
FILE = "file"
FILE_ANYWAY = "file_anyway"  # although there is something like it
SUPPORT = "support"
ADD_DETAILS = "add_details"
WITHDRAW = "withdraw"

# Of stewards
ACCEPT = "triage_accept"
DRAFT_FORM = "triage_draft_form"  # opens the form
DRAFT = "triage_draft"
ASK = "triage_ask"
EDIT_FORM = "triage_edit_form"  # opens the form
EDIT = "triage_edit"
DECLINE = "triage_decline"
DUPLICATE = "triage_duplicate"
REQUEST_CARD = "request_card"
QUEUE = "queue"
CANDIDATES = "candidates"
MAKE_REQUEST = "make_request"
