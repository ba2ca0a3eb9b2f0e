"""how members are written to.

Revision ID: 0009
Revises: 0008
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

NOTICES = (
    'answered', 'commented', 'helpful', 'same', 'used', 'outdated', 'risky', 'found', 'prior_answer', 'confirmed',
    'outcome', 'nudge', 'follow_up',
)
NEW_NOTICES = ('due', 'asked', 'closed')
OUTBOX = sa.table(
    'outbox',
    sa.column('id', sa.Integer),
    sa.column('kind', sa.String),
    sa.column('payload', sa.JSON),
    sa.column('created_at', sa.DateTime(timezone=True)),
    sa.column('due_at', sa.DateTime(timezone=True)),
    sa.column('attempts', sa.Integer),
)


def upgrade() -> None:
    op.create_table('mail_choice',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('asked_soon', 'asked', 'answers_soon', 'answers', 'dates', 'followed', 'thanks', 'found', 'posted', 'joining', name='mailkind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('often', sa.Enum('at_once', 'hourly', 'daily', 'weekly', 'never', name='often', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_mail_choice_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', 'kind', name=op.f('pk_mail_choice'))
    )
    op.create_table('mail_round',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Enum('queue', 'thread', 'hourly', 'daily', 'weekly', name='roundname', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('about', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_mail_round_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', 'name', 'about', name=op.f('pk_mail_round'))
    )
    op.create_table('quiet_hours',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Time(), nullable=True),
    sa.Column('ends', sa.Time(), nullable=True),
    sa.Column('weekends', sa.Boolean(), nullable=False),
    sa.CheckConstraint('(starts IS NULL) = (ends IS NULL)', name=op.f('ck_quiet_hours_both')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_quiet_hours_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_quiet_hours'))
    )
    op.create_table('circle_mail',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('circle_id', sa.Integer(), nullable=False),
    sa.Column('often', sa.Enum('at_once', 'hourly', 'daily', 'weekly', 'never', name='often', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name=op.f('fk_circle_mail_circle_id_circle')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_circle_mail_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', 'circle_id', name=op.f('pk_circle_mail'))
    )
    op.create_table('follow',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('hears', sa.Boolean(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_follow_member_id_member')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_follow_question_id_question')),
    sa.PrimaryKeyConstraint('member_id', 'question_id', name=op.f('pk_follow'))
    )
    with op.batch_alter_table('follow', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_follow_question_id'), ['question_id'], unique=False)

    _keep_queue()
    op.drop_table('queue_mail')
    op.drop_table('saved_mail')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_notice_question_id_member_id_unseen', ['question_id', 'member_id'], unique=False, sqlite_where=sa.text('seen_at IS NULL'), postgresql_where=sa.text('seen_at IS NULL'))
    kinds((*NOTICES, *NEW_NOTICES))
    _keep_found()
    with op.batch_alter_table('saved_hit', schema=None) as batch_op:
        batch_op.drop_column('mailed_at')


def kinds(values: tuple[str, ...]) -> None:
    """Let notices be of *values* alone."""
    said = ', '.join(f"'{value}'" for value in values)
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_notice_noticekind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_notice_noticekind'), f'kind IN ({said})')


def _keep_queue() -> None:
    """The mails about who waits go on as rounds."""
    op.execute("INSERT INTO mail_round (member_id, name, about, due_at, sent_at) SELECT member_id, 'queue', 0, due_at, sent_at FROM queue_mail")
    bind = op.get_bind()
    for row in bind.execute(sa.select(OUTBOX.c.id, OUTBOX.c.payload).where(OUTBOX.c.kind == 'vetting.queue')).all():
        payload = {**row.payload, 'name': 'queue', 'about': 0}
        bind.execute(OUTBOX.update().where(OUTBOX.c.id == row.id).values(kind='members.round', payload=payload))


def _keep_found() -> None:
    """What happened before is no news; threads that no mail has told of yet are told of."""
    op.execute("""
        UPDATE notice SET mailed_at = made_at WHERE kind <> 'found' OR NOT EXISTS (
            SELECT 1 FROM saved_hit JOIN saved_search ON saved_search.id = saved_hit.saved_id
            WHERE saved_search.member_id = notice.member_id AND saved_hit.question_id = notice.question_id
            AND saved_hit.mailed_at IS NULL)""")
    bind = op.get_bind()
    untold = sa.text("SELECT DISTINCT question_id FROM notice WHERE mailed_at IS NULL AND seen_at IS NULL")
    now = datetime.now(UTC)
    for row in bind.execute(untold).all():
        values = {'kind': 'notifications.news', 'payload': {'question_id': row.question_id}, 'attempts': 0}
        bind.execute(OUTBOX.insert().values(**values, created_at=now, due_at=now))
    op.execute("DELETE FROM outbox WHERE kind = 'saved.mail'")


def downgrade() -> None:
    with op.batch_alter_table('saved_hit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True))
    op.execute('UPDATE saved_hit SET mailed_at = found_at')
    said = ', '.join(f"'{value}'" for value in NEW_NOTICES)
    op.execute(f'DELETE FROM notice WHERE kind IN ({said})')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_question_id_member_id_unseen', sqlite_where=sa.text('seen_at IS NULL'), postgresql_where=sa.text('seen_at IS NULL'))
        batch_op.drop_column('mailed_at')
    kinds(NOTICES)
    op.create_table('saved_mail',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_saved_mail_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_saved_mail'))
    )
    op.create_table('queue_mail',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_queue_mail_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_queue_mail'))
    )
    _queue_back()
    with op.batch_alter_table('follow', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_follow_question_id'))

    op.drop_table('follow')
    op.drop_table('circle_mail')
    op.drop_table('quiet_hours')
    op.drop_table('mail_round')
    op.drop_table('mail_choice')


def _queue_back() -> None:
    op.execute("INSERT INTO queue_mail (member_id, due_at, sent_at) SELECT member_id, due_at, sent_at FROM mail_round WHERE name = 'queue'")
    bind = op.get_bind()
    for row in bind.execute(sa.select(OUTBOX.c.id, OUTBOX.c.payload).where(OUTBOX.c.kind == 'members.round')).all():
        if row.payload['name'] == 'queue':
            bind.execute(OUTBOX.update().where(OUTBOX.c.id == row.id).values(kind='vetting.queue'))
    # An outbox row of a kind that nobody handles would be tried for two days.
    op.execute("DELETE FROM outbox WHERE kind IN ('members.round', 'notifications.news', 'notifications.posted')")
