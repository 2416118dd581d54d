"""The identifiers that come back from Slack when somebody uses a control."""

from __future__ import annotations

# On answers
ROLE = "role"  # select: this answer for another role
MORE = "more"
LESS = "less"
MINE = "mine"  # on a message that others see: the same, privately and for my role
SHARE = "share"
OPEN = "open"  # "open:0", "open:1", ...: the value is a slug
FEEDBACK = "feedback"  # the value is "yes" or "no"
REQUEST = "request"  # opens the form of a request; the value is what was asked for

# Elsewhere
CHOOSE_ROLE = "choose_role"  # select: my role from now on
LOOK_UP = "look_up"  # button: opens the look-up modal
TERM = "term"  # select with typeahead: the value is a slug
SHOW_CATEGORY = "category"  # "category:0", ...: the value is a category

# Callback ids
LOOK_UP_MODAL = "look_up_modal"
LOOK_UP_SHORTCUT = "look_up_term"
EXPLAIN_MESSAGE = "explain_message"
LOOK_UP_STEP = "look_up_step"  # of Workflow Builder

NO_ROLE = "none"  # value of the option that forgets a role

# Of those who ask for an entry
REQUEST_MESSAGE = "request_message"  # shortcut on a message
REQUEST_FORM = "request_form"
REQUESTED_TERM = "requested_term"  # field that tells what is typed
SEEN_ENTRY = "seen_entry"  # "seen_entry:0", ...: the value is a slug
SUPPORT = "support"  # "support:0", ...: I want it too; the value is the number of a request, as it is for those that follow
ADD_DETAILS = "add_details"  # "add_details:0", ...; also the callback id of the window
WITHDRAW = "withdraw"  # "withdraw:0", ...

# Of stewards: the value is the number of a request
ACCEPT = "triage_accept"
DRAFT = "triage_draft"
ASK = "triage_ask"
EDIT = "triage_edit"
DECLINE = "triage_decline"
DUPLICATE = "triage_duplicate"
DUPLICATE_OF = "duplicate_of"  # select with typeahead: an entry or an open request
REQUEST_CARD = "request_card"  # "request_card:0", ...: opens the card of a request; also the callback id of the window with it
QUEUE = "queue"  # select: which requests are shown
CANDIDATES = "candidates"  # button: what was asked and has no entry
MAKE_REQUEST = "make_request"  # "make_request:0", ...: the value is the term
