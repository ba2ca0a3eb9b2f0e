"""privileges, what is taken away, reviews, and topics put right by peers.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

PRIVILEGES = ('vouching', 'stewarding', 'topics')
NOTICES = (
    'answered', 'commented', 'helpful', 'same', 'used', 'outdated', 'risky', 'found', 'prior_answer', 'confirmed',
    'outcome', 'nudge', 'follow_up', 'due', 'asked', 'closed', 'held',
)
NEW_NOTICES = ('topics',)
ACTS = ('suspended', 'selling', 'reinstated', 'paused', 'resumed', 'looked')
NEW_ACTS = (
    'vouching_taken', 'vouching_returned', 'stewarding_taken', 'stewarding_returned', 'topics_taken', 'topics_returned',
)


def said(values: tuple[str, ...]) -> str:
    """*values* as SQL lists them."""
    return ', '.join(f"'{value}'" for value in values)


def kinds(table: str, check: str, values: tuple[str, ...]) -> None:
    """Let the kinds of *table* be *values* alone."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(f'ck_{table}_{check}'), type_='check')
        batch_op.create_check_constraint(batch_op.f(f'ck_{table}_{check}'), f'kind IN ({said(values)})')


def privilege() -> sa.Column:
    """Which privilege a row is about."""
    return sa.Column('privilege', sa.Enum(*PRIVILEGES, name='privilege', native_enum=False, create_constraint=True, length=20), nullable=False)


def member(table: str, name: str = 'member_id') -> sa.ForeignKeyConstraint:
    """That a column of *table* names a member."""
    return sa.ForeignKeyConstraint([name], ['member.id'], name=op.f(f'fk_{table}_{name}_member'))


def upgrade() -> None:
    kinds('notice', 'noticekind', (*NOTICES, *NEW_NOTICES))
    kinds('moderation_act', 'actkind', (*ACTS, *NEW_ACTS))
    op.create_table('privilege_grant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    privilege(),
    sa.Column('why', sa.Enum('before', 'first', 'record', 'given', name='grantwhy', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('granted_by_id', sa.Integer(), nullable=True),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(why = 'given') = (granted_by_id IS NOT NULL)", name=op.f('ck_privilege_grant_given')),
    member('privilege_grant'),
    member('privilege_grant', 'granted_by_id'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_privilege_grant')),
    sa.UniqueConstraint('member_id', 'privilege', name=op.f('uq_privilege_grant_member_id_privilege'))
    )
    op.create_table('privilege_loss',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    privilege(),
    sa.Column('taken_by_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=600), nullable=False),
    sa.Column('returned_by_id', sa.Integer(), nullable=True),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(returned_at IS NULL) = (returned_by_id IS NULL)', name=op.f('ck_privilege_loss_returned')),
    member('privilege_loss'),
    member('privilege_loss', 'taken_by_id'),
    member('privilege_loss', 'returned_by_id'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_privilege_loss'))
    )
    op.create_table('privilege_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    privilege(),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('ended_by_id IS NULL OR ended_at IS NOT NULL', name=op.f('ck_privilege_review_ended')),
    member('privilege_review'),
    member('privilege_review', 'ended_by_id'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_privilege_review'))
    )
    for table, lives in (('privilege_loss', 'returned_at IS NULL'), ('privilege_review', 'ended_at IS NULL')):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(f'uq_{table}_member_id_privilege', ['member_id', 'privilege'], unique=True, sqlite_where=sa.text(lives), postgresql_where=sa.text(lives))
    op.create_table('question_retag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('before', sa.String(length=300), nullable=False),
    sa.Column('after', sa.String(length=300), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_retag_question_id_question')),
    member('question_retag', 'changed_by_id'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_retag')),
    sa.UniqueConstraint('question_id', 'number', name=op.f('uq_question_retag_question_id_number'))
    )
    with op.batch_alter_table('question_retag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_retag_changed_by_id_changed_at'), ['changed_by_id', 'changed_at'], unique=False)
    # Until now every member might vouch and found circles; nobody loses that.
    for one in ('vouching', 'stewarding'):
        op.execute(
            'INSERT INTO privilege_grant (member_id, privilege, why, granted_at) '
            f"SELECT id, '{one}', 'before', CURRENT_TIMESTAMP FROM member "
            "WHERE state IN ('active', 'suspended') AND source_url IS NULL"
        )


def downgrade() -> None:
    # The older tables and the older worker know no such kinds.
    op.execute("DELETE FROM outbox WHERE kind = 'trust.look'")
    op.execute(f'DELETE FROM notice WHERE kind IN ({said(NEW_NOTICES)})')
    op.execute(f'DELETE FROM moderation_act WHERE kind IN ({said(NEW_ACTS)})')
    for table in ('question_retag', 'privilege_review', 'privilege_loss', 'privilege_grant'):
        op.drop_table(table)
    kinds('moderation_act', 'actkind', ACTS)
    kinds('notice', 'noticekind', NOTICES)
