"""asks by name, and questions that went to a larger circle.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

WHYS = ('topic', 'alike', 'profile', 'newcomer', 'circle', 'peer')


def whys(values: tuple[str, ...]) -> None:
    """Let asks be for *values* alone."""
    said = ', '.join(f"'{value}'" for value in values)
    with op.batch_alter_table('ask', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_ask_why'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_ask_why'), f'why IN ({said})')


def upgrade() -> None:
    whys((*WHYS, 'by_name'))
    op.create_table('naming',
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('could', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_naming_member_id_member')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_naming_question_id_question')),
    sa.PrimaryKeyConstraint('question_id', 'member_id', name=op.f('pk_naming'))
    )
    op.create_table('question_widening',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('widened_by_id', sa.Integer(), nullable=False),
    sa.Column('widened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('before_id', sa.Integer(), nullable=False),
    sa.Column('after_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('before_id <> after_id', name=op.f('ck_question_widening_wider')),
    sa.ForeignKeyConstraint(['after_id'], ['circle.id'], name=op.f('fk_question_widening_after_id_circle')),
    sa.ForeignKeyConstraint(['before_id'], ['circle.id'], name=op.f('fk_question_widening_before_id_circle')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_widening_question_id_question')),
    sa.ForeignKeyConstraint(['widened_by_id'], ['member.id'], name=op.f('fk_question_widening_widened_by_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_widening'))
    )
    with op.batch_alter_table('question_widening', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_widening_question_id_widened_at'), ['question_id', 'widened_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('question_widening', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_widening_question_id_widened_at'))

    op.drop_table('question_widening')
    op.drop_table('naming')
    # Who was asked stays asked; the older application has no word for by whom.
    op.execute("UPDATE ask SET why = 'circle', wave = 1 WHERE why = 'by_name'")
    whys(WHYS)
