"""asks, how far the asking for a question is, and how members want to be asked.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('route',
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('waves', sa.Integer(), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_route_question_id_question')),
    sa.PrimaryKeyConstraint('question_id', name=op.f('pk_route'))
    )
    op.create_table('ask',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('wave', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('why', sa.Enum('topic', 'alike', 'profile', 'newcomer', 'circle', 'peer', name='why', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('handed_by_id', sa.Integer(), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('passed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('handed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('handed_to_id', sa.Integer(), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(handed_at IS NULL) = (handed_to_id IS NULL)', name=op.f('ck_ask_handed')),
    sa.ForeignKeyConstraint(['handed_by_id'], ['member.id'], name=op.f('fk_ask_handed_by_id_member')),
    sa.ForeignKeyConstraint(['handed_to_id'], ['member.id'], name=op.f('fk_ask_handed_to_id_member')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_ask_member_id_member')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_ask_question_id_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ask')),
    sa.UniqueConstraint('question_id', 'member_id', name=op.f('uq_ask_question_id_member_id'))
    )
    with op.batch_alter_table('ask', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ask_member_id_asked_at'), ['member_id', 'asked_at'], unique=False)

    op.create_table('wish',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('asks_a_week', sa.Integer(), nullable=False),
    sa.Column('away_until', sa.Date(), nullable=True),
    sa.Column('named', sa.Enum('reacted', 'at_once', 'never', name='named', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.CheckConstraint('asks_a_week BETWEEN 0 AND 7', name=op.f('ck_wish_asks_a_week')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_wish_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_wish'))
    )
    op.create_table('muted_tag',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('tag_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_muted_tag_member_id_member')),
    sa.ForeignKeyConstraint(['tag_id'], ['tag.id'], name=op.f('fk_muted_tag_tag_id_tag')),
    sa.PrimaryKeyConstraint('member_id', 'tag_id', name=op.f('pk_muted_tag'))
    )
    op.create_table('muted_circle',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('circle_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name=op.f('fk_muted_circle_circle_id_circle')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_muted_circle_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', 'circle_id', name=op.f('pk_muted_circle'))
    )


def downgrade() -> None:
    # An outbox row of a kind that nobody handles would be tried for two days.
    op.execute(sa.text("DELETE FROM outbox WHERE kind IN ('routing.wave', 'routing.ask', 'routing.reminder')"))
    op.drop_table('muted_circle')
    op.drop_table('muted_tag')
    op.drop_table('wish')
    with op.batch_alter_table('ask', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ask_member_id_asked_at'))

    op.drop_table('ask')
    op.drop_table('route')
