"""The tables. Each has the tenant in it, so that every row has one owner and `forget_tenant` finds all of them.

    role_preference        the role that a person has chosen
    feedback               votes on entries; user ids are hashed
    question_log           what was asked; user ids are hashed
    processed_delivery     deliveries whose effect is stored
    outbox                 what is still to be done outside the database
    term_request           a wish for an entry
    ├── term_request_supporter   who else wants it
    └── term_request_event       what happened to it; rows are only ever added
    slack_installation     workspaces that installed the Slack app, with their tokens encrypted

A change here needs a migration beside it; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Float, ForeignKeyConstraint, Index, Integer, MetaData, Table, UniqueConstraint, false, text

from bot.storage.columns import NAMING, Number, UtcTime, Words

metadata = MetaData(naming_convention=NAMING)

JOB_STATES = ("pending", "done", "dead")
REQUEST_STATES = ("submitted", "needs_info", "accepted", "published", "declined", "duplicate", "withdrawn")
OPEN_STATES = ("submitted", "needs_info", "accepted")


def _one_of(column: str, values: Sequence[str]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


role_preference = Table(
    "role_preference",
    metadata,
    Column("tenant", Words, primary_key=True),
    Column("user_id", Words, primary_key=True),  # as the platform gives it: the row is looked up by it and can be handed out or deleted by it
    Column("role", Words, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Number, primary_key=True),
    Column("tenant", Words, nullable=False),
    Column("user_hash", Words),
    Column("surface", Words, nullable=False),
    Column("slug", Words, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("question", Words, nullable=False),
    Column("comment", Words, nullable=False),
    Column("said_at", UtcTime, nullable=False),
    UniqueConstraint("tenant", "user_hash", "slug"),  # unknown users have NULL, which equals nothing: their votes all count
    Index(None, "tenant", "said_at"),
    Index(None, "said_at"),
)

question_log = Table(
    "question_log",
    metadata,
    Column("id", Number, primary_key=True),
    Column("tenant", Words, nullable=False),
    Column("user_hash", Words),
    Column("surface", Words, nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("text", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("subject_key", Words, nullable=False),  # normalised: spellings of one wish count together
    Column("kind", Words, nullable=False),
    Column("step", Words),
    Column("slug", Words),
    Column("lexical_only", Boolean, nullable=False),
    Column("elapsed_ms", Float, nullable=False),
    Index(None, "tenant", "asked_at"),
    Index(None, "tenant", "user_hash", "asked_at"),  # what a person looked up last
    Index(None, "asked_at"),
)

processed_delivery = Table(
    "processed_delivery",
    metadata,
    Column("tenant", Words, primary_key=True),
    Column("delivery_id", Words, primary_key=True),
    Column("seen_at", UtcTime, nullable=False),
    Index(None, "seen_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Number, primary_key=True),
    Column("tenant", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("dedupe_key", Words, nullable=False),
    Column("state", Words, nullable=False, server_default="pending"),
    Column("available_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("last_error", Words),
    Column("created_at", UtcTime, nullable=False),
    Column("claim", Words),  # in whose hands it is
    Column("claimed_until", UtcTime),  # after that, whoever holds it is taken for dead
    UniqueConstraint("tenant", "dedupe_key"),
    CheckConstraint(_one_of("state", JOB_STATES), "state"),
    Index(None, "state", "available_at"),
)

term_request = Table(
    "term_request",
    metadata,
    Column("id", Number, primary_key=True),
    Column("tenant", Words, nullable=False),
    Column("term_key", Words, nullable=False),
    Column("term", Words, nullable=False),
    Column("state", Words, nullable=False, server_default="submitted"),
    Column("requester", Words),  # as the platform gives it: the person hears what became of the wish
    Column("anonymous", Boolean, nullable=False),
    Column("where_seen", Words, nullable=False),
    Column("excerpt", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("urgency", Words, nullable=False),
    Column("links", JSON, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("due_at", UtcTime),
    Column("details", JSON, nullable=False, server_default=text("'[]'")),
    Column("said", Words, nullable=False, server_default=text("''")),
    Column("draft", JSON(none_as_null=True)),
    Column("taken", JSON, nullable=False, server_default=text("'[]'")),
    Column("slug", Words),
    Column("duplicate_of", Number),
    Column("card_channel", Words),
    Column("card_message", Words),
    UniqueConstraint("tenant", "id"),  # what belongs to a request refers to both, so that no row can join two tenants
    CheckConstraint(_one_of("state", REQUEST_STATES), "state"),
    CheckConstraint("term_key <> ''", "term_key"),
    Index(
        "uq_term_request_open",
        "tenant",
        "term_key",
        unique=True,
        sqlite_where=text(_one_of("state", OPEN_STATES)),
        postgresql_where=text(_one_of("state", OPEN_STATES)),
    ),
    Index(None, "tenant", "state", "updated_at"),
    sqlite_autoincrement=True,  # the number stands in messages people keep: it is never given to another request
)

term_request_supporter = Table(
    "term_request_supporter",
    metadata,
    Column("tenant", Words, nullable=False),
    Column("request_id", Number, primary_key=True),
    Column("user_id", Words, primary_key=True),
    Column("since", UtcTime, nullable=False),
    Column("anonymous", Boolean, nullable=False, server_default=false()),
    ForeignKeyConstraint(["tenant", "request_id"], ["term_request.tenant", "term_request.id"]),
    Index(None, "tenant", "request_id"),
)

term_request_event = Table(
    "term_request_event",
    metadata,
    Column("id", Number, primary_key=True),
    Column("tenant", Words, nullable=False),
    Column("request_id", Number),  # none where somebody was refused what concerns no request
    Column("happened_at", UtcTime, nullable=False),
    Column("actor", Words),  # never somebody who asks anonymously
    Column("action", Words, nullable=False),
    Column("from_state", Words),
    Column("to_state", Words),
    Column("note", Words, nullable=False),
    Column("actor_kind", Words, nullable=False, server_default=text("'asker'")),
    ForeignKeyConstraint(["tenant", "request_id"], ["term_request.tenant", "term_request.id"]),
    Index(None, "tenant", "request_id"),
)

slack_installation = Table(
    "slack_installation",
    metadata,
    Column("tenant", Words, primary_key=True),
    Column("content", Words, nullable=False),  # encrypted by the adapter; nothing in it can be read or searched here
    Column("saved_at", UtcTime, nullable=False),
)

teams_conversation = Table(
    "teams_conversation",
    metadata,
    Column("tenant", Words, primary_key=True),
    Column("conversation", Words, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("service_url", Words, nullable=False),
    Column("directory", Words, nullable=False),
    Column("user_id", Words),
    Column("account", Words),
    Column("name", Words),
    Column("installed", Boolean, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Index(None, "tenant", "user_id"),
)
