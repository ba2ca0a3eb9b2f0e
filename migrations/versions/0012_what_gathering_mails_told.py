"""up to when each mail that gathers told what happened.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('mail_round', schema=None) as batch_op:
        batch_op.add_column(sa.Column('told_at', sa.DateTime(timezone=True), nullable=True))
    op.execute('UPDATE mail_round SET told_at = sent_at')


def downgrade() -> None:
    with op.batch_alter_table('mail_round', schema=None) as batch_op:
        batch_op.drop_column('told_at')
