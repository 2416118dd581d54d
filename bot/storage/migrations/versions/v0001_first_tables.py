"""The first tables: usage, what is to be done outside, and wishes for entries.

Types are spelled out here and not taken from `bot.storage.tables`, which goes on changing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "role_preference",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "user_id", name=op.f("pk_role_preference")),
    )
    op.create_table(
        "feedback",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("user_hash", sa.Text(), nullable=True),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("tenant", "user_hash", "slug", name=op.f("uq_feedback_tenant_user_hash_slug")),
    )
    op.create_index(op.f("ix_feedback_said_at"), "feedback", ["said_at"], unique=False)
    op.create_index(op.f("ix_feedback_tenant_said_at"), "feedback", ["tenant", "said_at"], unique=False)
    op.create_table(
        "question_log",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("user_hash", sa.Text(), nullable=True),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("slug", sa.Text(), nullable=True),
        sa.Column("lexical_only", sa.Boolean(), nullable=False),
        sa.Column("elapsed_ms", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_log")),
    )
    op.create_index(op.f("ix_question_log_asked_at"), "question_log", ["asked_at"], unique=False)
    op.create_index(op.f("ix_question_log_tenant_asked_at"), "question_log", ["tenant", "asked_at"], unique=False)
    op.create_index(op.f("ix_question_log_tenant_user_hash_asked_at"), "question_log", ["tenant", "user_hash", "asked_at"], unique=False)
    op.create_table(
        "processed_delivery",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("delivery_id", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "delivery_id", name=op.f("pk_processed_delivery")),
    )
    op.create_index(op.f("ix_processed_delivery_seen_at"), "processed_delivery", ["seen_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="pending", nullable=False),
        sa.Column("available_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('pending', 'done', 'dead')", name=op.f("ck_outbox_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("tenant", "dedupe_key", name=op.f("uq_outbox_tenant_dedupe_key")),
    )
    op.create_index(op.f("ix_outbox_state_available_at"), "outbox", ["state", "available_at"], unique=False)
    op.create_table(
        "term_request",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("term_key", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="submitted", nullable=False),
        sa.Column("requester", sa.Text(), nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("where_seen", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('submitted', 'needs_info', 'accepted', 'published', 'declined', 'duplicate', 'withdrawn')", name=op.f("ck_term_request_state")
        ),
        sa.CheckConstraint("term_key <> ''", name=op.f("ck_term_request_term_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_request")),
        sa.UniqueConstraint("tenant", "id", name=op.f("uq_term_request_tenant_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_term_request_tenant_state_updated_at"), "term_request", ["tenant", "state", "updated_at"], unique=False)
    op.create_index(
        "uq_term_request_open",
        "term_request",
        ["tenant", "term_key"],
        unique=True,
        sqlite_where=sa.text("state IN ('submitted', 'needs_info', 'accepted')"),
        postgresql_where=sa.text("state IN ('submitted', 'needs_info', 'accepted')"),
    )
    op.create_table(
        "term_request_supporter",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("request_id", NUMBER, nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant", "request_id"], ["term_request.tenant", "term_request.id"], name=op.f("fk_term_request_supporter_tenant_request_id")),
        sa.PrimaryKeyConstraint("request_id", "user_id", name=op.f("pk_term_request_supporter")),
    )
    op.create_index(op.f("ix_term_request_supporter_tenant_request_id"), "term_request_supporter", ["tenant", "request_id"], unique=False)
    op.create_table(
        "term_request_event",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("request_id", NUMBER, nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["tenant", "request_id"], ["term_request.tenant", "term_request.id"], name=op.f("fk_term_request_event_tenant_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_request_event")),
    )
    op.create_index(op.f("ix_term_request_event_tenant_request_id"), "term_request_event", ["tenant", "request_id"], unique=False)
