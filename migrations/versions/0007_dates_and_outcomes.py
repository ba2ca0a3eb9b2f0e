"""moved dates and outcomes.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

NOTICES = (
    'answered', 'commented', 'helpful', 'same', 'used', 'outdated', 'risky', 'found', 'prior_answer', 'confirmed',
)
NEW_NOTICES = ('outcome', 'nudge', 'follow_up')


def kinds(values: tuple[str, ...]) -> None:
    """Let notices be of *values* alone."""
    said = ', '.join(f"'{value}'" for value in values)
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_notice_noticekind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_notice_noticekind'), f'kind IN ({said})')


def upgrade() -> None:
    kinds((*NOTICES, *NEW_NOTICES))
    op.create_table('question_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('moved_by_id', sa.Integer(), nullable=False),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_after', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=120), nullable=False),
    sa.CheckConstraint('due_after > due_before', name=op.f('ck_question_move_later')),
    sa.CheckConstraint('number BETWEEN 1 AND 2', name=op.f('ck_question_move_number')),
    sa.ForeignKeyConstraint(['moved_by_id'], ['member.id'], name=op.f('fk_question_move_moved_by_id_member')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_move_question_id_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_move')),
    sa.UniqueConstraint('question_id', 'number', name=op.f('uq_question_move_question_id_number'))
    )
    op.create_table('question_outcome',
    sa.Column('question_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('body_html', sa.Text(), nullable=False),
    sa.Column('html_version', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_outcome_question_id_question')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['member.id'], name=op.f('fk_question_outcome_recorded_by_id_member')),
    sa.PrimaryKeyConstraint('question_id', name=op.f('pk_question_outcome'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.add_column(sa.Column('outcome_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_column('outcome_at')

    op.drop_table('question_outcome')
    op.drop_table('question_move')
    # The older tables and the older worker know no such kinds.
    op.execute("DELETE FROM outbox WHERE kind IN ('questions.date', 'answers.outcome')")
    said = ', '.join(f"'{value}'" for value in NEW_NOTICES)
    op.execute(f'DELETE FROM notice WHERE kind IN ({said})')
    kinds(NOTICES)
