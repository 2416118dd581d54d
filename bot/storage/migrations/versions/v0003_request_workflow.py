"""Requests are decided, refusals are recorded, and jobs are taken in hand."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("claim", sa.Text()))
    op.add_column("outbox", sa.Column("claimed_until", sa.DateTime(timezone=True)))
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("details", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("said", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("draft", sa.JSON()),
        sa.Column("taken", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("slug", sa.Text()),
        sa.Column("duplicate_of", NUMBER),
        sa.Column("card_channel", sa.Text()),
        sa.Column("card_message", sa.Text()),
    )
    for column in columns:
        op.add_column("term_request", column)
    op.add_column("term_request_supporter", sa.Column("anonymous", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("term_request_event") as batch:  # SQLite changes a column by copying the table
        batch.alter_column("request_id", existing_type=NUMBER, nullable=True)
        batch.alter_column("to_state", existing_type=sa.Text(), nullable=True)
        batch.add_column(sa.Column("actor_kind", sa.Text(), nullable=False, server_default=sa.text("'asker'")))
