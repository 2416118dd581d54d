"""Where people of Teams can be reached."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "teams_conversation",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("service_url", sa.Text(), nullable=False),
        sa.Column("directory", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text()),
        sa.Column("account", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("installed", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "conversation", name="pk_teams_conversation"),
    )
    op.create_index("ix_teams_conversation_tenant_user_id", "teams_conversation", ["tenant", "user_id"])
