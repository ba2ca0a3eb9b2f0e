"""Migrations that may come one day, written into a copy of the folder: a rebuild of parents, and one that does harm."""

from __future__ import annotations

from pathlib import Path

LATER = """
revision, down_revision, branch_labels, depends_on = "{revision}", "{before}", None, None
import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
{upgrade}


def downgrade() -> None:
{downgrade}
"""
KIN = """
    op.create_table("kin", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table(
        "dependent",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kin_id", sa.Integer(), sa.ForeignKey("kin.id", ondelete="CASCADE"), nullable=False),
    )
    op.execute("INSERT INTO kin (id) SELECT id FROM member")
    op.execute("INSERT INTO dependent (id, kin_id) SELECT id, id FROM kin")"""
KIN_BACK = """
    op.drop_table("dependent")
    op.drop_table("kin")"""
REBUILT = """
    for name in {tables}:
        with op.batch_alter_table(name) as batch:
            batch.add_column(sa.Column("extra", sa.String(20), nullable=False, server_default="old"))
            batch.create_check_constraint(f"ck_{{name}}_extra", "extra <> ''")"""
BUILT_BACK = """
    for name in {tables}:
        with op.batch_alter_table(name) as batch:
            batch.drop_constraint(f"ck_{{name}}_extra", type_="check")
            batch.drop_column("extra")"""
PARENTS = ("kin", "member", "circle", "question", "answer", "tag")
ORPHANS = """
    op.execute("INSERT INTO dependent (id, kin_id) VALUES (99, 99)")"""


def rebuild(folder: Path, tables: tuple[str, ...]) -> None:
    add(folder, "t2", "t1", REBUILT.format(tables=tables), BUILT_BACK.format(tables=tables))


def add(folder: Path, revision: str, before: str, upgrade: str, downgrade: str) -> None:
    words = LATER.format(revision=revision, before=before, upgrade=upgrade, downgrade=downgrade)
    (folder / "versions" / f"{revision}_later.py").write_text(words)
