"""addresses of calendars and feeds, and the sequence by which calendars know what is newer.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('feed_address',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('calendar', 'atom', name='feedkind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_feed_address_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feed_address')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_feed_address_token_hash'))
    )
    with op.batch_alter_table('feed_address', schema=None) as batch_op:
        batch_op.create_index('uq_feed_address_member_id_kind', ['member_id', 'kind'], unique=True, sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sequence', sa.Integer(), nullable=False, server_default='0'))

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.alter_column('sequence', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_column('sequence')

    with op.batch_alter_table('feed_address', schema=None) as batch_op:
        batch_op.drop_index('uq_feed_address_member_id_kind', sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))

    op.drop_table('feed_address')
