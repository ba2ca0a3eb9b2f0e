"""prior answers, and questions that are the same.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

MARKS = ('helpful', 'same', 'used', 'outdated', 'risky')
NEW_MARKS = ('prior_answer', 'renewed')
NOTICES = ('answered', 'commented', *MARKS, 'found')
NEW_NOTICES = ('prior_answer', 'confirmed')


def kinds(table: str, name: str, values: tuple[str, ...]) -> None:
    """Let the column kind of *table* have *values* alone; the CHECK's name ends in *name*."""
    said = ', '.join(f"'{value}'" for value in values)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(f'ck_{table}_{name}'), type_='check')
        batch_op.create_check_constraint(batch_op.f(f'ck_{table}_{name}'), f'kind IN ({said})')


def upgrade() -> None:
    kinds('mark', 'markkind', (*MARKS, *NEW_MARKS))
    kinds('notice', 'noticekind', (*NOTICES, *NEW_NOTICES))
    op.create_table('ending',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('exposure', sa.Enum('named', 'role', 'anonymous', name='exposure', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('replied_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('still_true', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_ending_answer_id_answer')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_ending_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ending')),
    sa.UniqueConstraint('answer_id', 'member_id', name=op.f('uq_ending_answer_id_member_id'))
    )
    with op.batch_alter_table('ending', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ending_member_id'), ['member_id'], unique=False)

    op.create_table('same_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('linked_by_id', sa.Integer(), nullable=False),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('question_id < other_id', name=op.f('ck_same_question_order')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['member.id'], name=op.f('fk_same_question_ended_by_id_member')),
    sa.ForeignKeyConstraint(['linked_by_id'], ['member.id'], name=op.f('fk_same_question_linked_by_id_member')),
    sa.ForeignKeyConstraint(['other_id'], ['question.id'], name=op.f('fk_same_question_other_id_question')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_same_question_question_id_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_same_question'))
    )
    with op.batch_alter_table('same_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_same_question_question_id_linked_at'), ['question_id', 'linked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_same_question_other_id_linked_at'), ['other_id', 'linked_at'], unique=False)
        batch_op.create_index('uq_same_question_question_id_other_id', ['question_id', 'other_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('doubted_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('prior_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_draft_prior_id_question'), 'question', ['prior_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_draft_prior_id_question'), type_='foreignkey')
        batch_op.drop_column('prior_id')
        batch_op.drop_column('ended_at')

    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_column('doubted_at')
        batch_op.drop_column('confirmed_at')

    with op.batch_alter_table('same_question', schema=None) as batch_op:
        batch_op.drop_index('uq_same_question_question_id_other_id', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_same_question_other_id_linked_at'))
        batch_op.drop_index(batch_op.f('ix_same_question_question_id_linked_at'))

    op.drop_table('same_question')
    with op.batch_alter_table('ending', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ending_member_id'))

    op.drop_table('ending')
    # The older tables know no such kinds.
    for table, new in (('notice', NEW_NOTICES), ('mark', NEW_MARKS)):
        said = ', '.join(f"'{value}'" for value in new)
        op.execute(f'DELETE FROM {table} WHERE kind IN ({said})')
    kinds('notice', 'noticekind', NOTICES)
    kinds('mark', 'markkind', MARKS)
