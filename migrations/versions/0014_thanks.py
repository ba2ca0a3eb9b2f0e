"""thanks in private, whether an answer held, topics kept to oneself, and what is remembered of marks.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

NOTICES = (
    'answered', 'commented', 'helpful', 'same', 'used', 'outdated', 'risky', 'found', 'prior_answer', 'confirmed',
    'outcome', 'nudge', 'follow_up', 'due', 'asked', 'closed',
)
MAILS = (
    'asked_soon', 'asked', 'answers_soon', 'answers', 'dates', 'followed', 'thanks', 'found', 'posted', 'joining',
)


def upgrade() -> None:
    op.create_table('private_note',
    sa.Column('mark_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['mark_id'], ['mark.id'], name=op.f('fk_private_note_mark_id_mark')),
    sa.PrimaryKeyConstraint('mark_id', name=op.f('pk_private_note'))
    )
    op.create_table('held_up',
    sa.Column('mark_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('held', sa.Boolean(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['mark_id'], ['mark.id'], name=op.f('fk_held_up_mark_id_mark')),
    sa.PrimaryKeyConstraint('mark_id', name=op.f('pk_held_up'))
    )
    op.create_table('hidden_topic',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('tag_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_hidden_topic_member_id_member')),
    sa.ForeignKeyConstraint(['tag_id'], ['tag.id'], name=op.f('fk_hidden_topic_tag_id_tag')),
    sa.PrimaryKeyConstraint('member_id', 'tag_id', name=op.f('pk_hidden_topic'))
    )
    op.create_table('record_stamp',
    sa.Column('member_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_record_stamp_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_record_stamp'))
    )
    kinds('notice', 'ck_notice_noticekind', (*NOTICES, 'held'))
    kinds('mail_choice', 'ck_mail_choice_mailkind', (*MAILS[:6], 'thanked', *MAILS[6:]))
    # Who chose something for thanks and marks together chose it for both.
    op.execute("INSERT INTO mail_choice (member_id, kind, often) SELECT member_id, 'thanked', often FROM mail_choice WHERE kind = 'thanks'")


def kinds(table: str, name: str, values: tuple[str, ...]) -> None:
    """Let rows of *table* be of *values* alone."""
    said = ', '.join(f"'{value}'" for value in values)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(name), type_='check')
        batch_op.create_check_constraint(batch_op.f(name), f'kind IN ({said})')


def downgrade() -> None:
    op.execute("DELETE FROM mail_choice WHERE kind = 'thanked'")
    op.execute("DELETE FROM notice WHERE kind = 'held'")
    op.execute("DELETE FROM outbox WHERE kind IN ('answers.thanks', 'answers.held')")
    kinds('mail_choice', 'ck_mail_choice_mailkind', MAILS)
    kinds('notice', 'ck_notice_noticekind', NOTICES)
    for table in ('record_stamp', 'hidden_topic', 'held_up', 'private_note'):
        op.drop_table(table)
