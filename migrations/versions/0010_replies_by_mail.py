"""received mails, what was told of them, and members whose mail comes back.

Revision ID: 0010
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mail_hold',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('mailbox', sa.BigInteger(), nullable=False),
    sa.Column('bounces', sa.Integer(), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('off_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_mail_hold_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_mail_hold'))
    )
    op.create_table('received_mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('what', sa.Enum('answer', 'comment', 'bounce', name='what', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('part', sa.BigInteger(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sender', sa.String(length=320), nullable=False),
    sa.Column('raw', sa.LargeBinary(), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.Enum('answered', 'commented', 'passed', 'handed', 'automatic', 'bounced', 'delayed', 'wrong_sender', 'unproven', 'expired', 'closed', 'empty', 'refused', 'unreadable', name='outcome', native_enum=False, create_constraint=True, length=20), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_received_mail_member_id_member')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_received_mail_question_id_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_received_mail')),
    sa.UniqueConstraint('key', name=op.f('uq_received_mail_key'))
    )
    with op.batch_alter_table('received_mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_received_mail_member_id_received_at'), ['member_id', 'received_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_received_mail_received_at'), ['received_at'], unique=False)

    op.create_table('reply_help',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sender_key', sa.String(length=64), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_reply_help_question_id_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reply_help')),
    sa.UniqueConstraint('sender_key', 'question_id', name=op.f('uq_reply_help_sender_key_question_id'))
    )
    with op.batch_alter_table('reply_help', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reply_help_told_at'), ['told_at'], unique=False)



def downgrade() -> None:
    # An outbox row of a kind that nobody handles would be tried for two days.
    op.execute(sa.text("DELETE FROM outbox WHERE kind IN ('replies.received', 'replies.done', 'replies.help')"))
    with op.batch_alter_table('reply_help', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reply_help_told_at'))

    op.drop_table('reply_help')
    with op.batch_alter_table('received_mail', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_received_mail_received_at'))
        batch_op.drop_index(batch_op.f('ix_received_mail_member_id_received_at'))

    op.drop_table('received_mail')
    op.drop_table('mail_hold')
