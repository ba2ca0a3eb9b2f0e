"""saved searches.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

KINDS = ('answered', 'commented', 'helpful', 'same', 'used', 'outdated', 'risky')
FOUND = 'found'


def upgrade() -> None:
    op.create_table('saved_search',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=256), nullable=False),
    sa.Column('filters', sa.JSON(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('known', sa.JSON(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_saved_search_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_search')),
    sa.UniqueConstraint('member_id', 'key', name=op.f('uq_saved_search_member_id_key'))
    )
    op.create_table('saved_hit',
    sa.Column('saved_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_saved_hit_question_id_question')),
    sa.ForeignKeyConstraint(['saved_id'], ['saved_search.id'], name=op.f('fk_saved_hit_saved_id_saved_search')),
    sa.PrimaryKeyConstraint('saved_id', 'question_id', name=op.f('pk_saved_hit'))
    )
    with op.batch_alter_table('saved_hit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_hit_question_id'), ['question_id'], unique=False)

    op.create_table('saved_mail',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_saved_mail_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_saved_mail'))
    )
    _allow((*KINDS, FOUND))


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM notice WHERE kind = 'found'"))
    _allow(KINDS)
    op.drop_table('saved_mail')
    with op.batch_alter_table('saved_hit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_hit_question_id'))

    op.drop_table('saved_hit')
    op.drop_table('saved_search')


def _allow(kinds: tuple[str, ...]) -> None:
    """Let notices be of *kinds*."""
    listed = ', '.join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_notice_noticekind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_notice_noticekind'), f'kind IN ({listed})')
