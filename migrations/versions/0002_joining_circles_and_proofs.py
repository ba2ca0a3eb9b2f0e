"""joining circles and proofs.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


NEW = ('help_with', 'why', 'good_at_for', 'ask_me_about_for', 'help_with_for', 'why_for', 'timezone_for')
"""Columns of members that have a value from the start: rows that are there get it, new ones bring their own."""


def upgrade() -> None:
    op.create_table('address_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_key', sa.String(length=254), nullable=False),
    sa.Column('old_hash', sa.String(length=64), nullable=True),
    sa.Column('new_hash', sa.String(length=64), nullable=True),
    sa.Column('old_said_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('new_said_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_address_change_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_address_change')),
    sa.UniqueConstraint('new_hash', name=op.f('uq_address_change_new_hash')),
    sa.UniqueConstraint('old_hash', name=op.f('uq_address_change_old_hash'))
    )
    with op.batch_alter_table('address_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_address_change_member_id'), ['member_id'], unique=False)

    op.create_table('code_app',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('secret', sa.String(length=300), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_step', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_code_app_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_code_app'))
    )
    op.create_table('external_identity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('issuer', sa.String(length=300), nullable=False),
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_external_identity_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_external_identity')),
    sa.UniqueConstraint('issuer', 'subject', name=op.f('uq_external_identity_issuer_subject'))
    )
    with op.batch_alter_table('external_identity', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_external_identity_member_id'), ['member_id'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('inviter_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_key', sa.String(length=254), nullable=False),
    sa.Column('how', sa.String(length=600), nullable=False),
    sa.Column('since_year', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['inviter_id'], ['member.id'], name=op.f('fk_invitation_inviter_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_email_key'), ['email_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_inviter_id_made_at'), ['inviter_id', 'made_at'], unique=False)

    op.create_table('passkey',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('credential_id', sa.LargeBinary(length=1023), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('transports', sa.JSON(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_passkey_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_passkey_credential_id'))
    )
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkey_member_id'), ['member_id'], unique=False)

    op.create_table('pledge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('employer', sa.String(length=120), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('holds_until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_pledge_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pledge'))
    )
    with op.batch_alter_table('pledge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pledge_member_id'), ['member_id'], unique=False)

    op.create_table('queue_mail',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_queue_mail_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_queue_mail'))
    )
    op.create_table('recovery_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_recovery_code_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    sa.UniqueConstraint('member_id', 'code_hash', name=op.f('uq_recovery_code_member_id_code_hash'))
    )
    op.create_table('application',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=True),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_key', sa.String(length=254), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('employer', sa.String(length=120), nullable=False),
    sa.Column('industry', sa.String(length=120), nullable=False),
    sa.Column('profession', sa.String(length=120), nullable=False),
    sa.Column('level', sa.String(length=120), nullable=False),
    sa.Column('timezone', sa.String(length=64), nullable=False),
    sa.Column('responsible_for', sa.Integer(), nullable=True),
    sa.Column('decides', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('why_shared', sa.Boolean(), nullable=False),
    sa.Column('good_at', sa.Text(), nullable=False),
    sa.Column('help_with', sa.Text(), nullable=False),
    sa.Column('evidence', sa.String(length=300), nullable=False),
    sa.Column('first_named', sa.String(length=80), nullable=False),
    sa.Column('second_named', sa.String(length=80), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.Enum('admitted', 'declined', 'withdrawn', name='outcome', native_enum=False, create_constraint=True, length=20), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=600), nullable=False),
    sa.CheckConstraint('(outcome IS NULL) = (decided_at IS NULL)', name=op.f('ck_application_decided')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['member.id'], name=op.f('fk_application_decided_by_id_member')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_application_invitation_id_invitation')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_application_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application')),
    sa.UniqueConstraint('invitation_id', name=op.f('uq_application_invitation_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_application_token_hash'))
    )
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_application_email_key'), ['email_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_outcome_confirmed_at'), ['outcome', 'confirmed_at'], unique=False)

    op.create_table('circle_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('invitation', 'request', name='entrykind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('circle_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=500), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted', sa.Boolean(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['member.id'], name=op.f('fk_circle_entry_asked_by_id_member')),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name=op.f('fk_circle_entry_circle_id_circle')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['member.id'], name=op.f('fk_circle_entry_ended_by_id_member')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_circle_entry_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_circle_entry'))
    )
    with op.batch_alter_table('circle_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_circle_entry_circle_id_ended_at'), ['circle_id', 'ended_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_circle_entry_member_id_ended_at'), ['member_id', 'ended_at'], unique=False)

    op.create_table('gathering',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('founder_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('purpose', sa.String(length=300), nullable=False),
    sa.Column('profession', sa.String(length=120), nullable=False),
    sa.Column('level', sa.String(length=120), nullable=False),
    sa.Column('cap', sa.Integer(), nullable=False),
    sa.Column('listed', sa.Boolean(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('circle_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name=op.f('fk_gathering_circle_id_circle')),
    sa.ForeignKeyConstraint(['founder_id'], ['member.id'], name=op.f('fk_gathering_founder_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gathering'))
    )
    with op.batch_alter_table('gathering', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gathering_founder_id'), ['founder_id'], unique=False)

    op.create_table('gathering_seat',
    sa.Column('gathering_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['gathering_id'], ['gathering.id'], name=op.f('fk_gathering_seat_gathering_id_gathering')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_gathering_seat_member_id_member')),
    sa.PrimaryKeyConstraint('gathering_id', 'member_id', name=op.f('pk_gathering_seat'))
    )
    with op.batch_alter_table('gathering_seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gathering_seat_member_id_answered_at'), ['member_id', 'answered_at'], unique=False)

    op.create_table('inquiry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(length=600), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reply', sa.String(length=600), nullable=False),
    sa.Column('replied_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_inquiry_application_id_application')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['member.id'], name=op.f('fk_inquiry_asked_by_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inquiry'))
    )
    with op.batch_alter_table('inquiry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inquiry_application_id'), ['application_id'], unique=False)

    op.create_table('nomination',
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_nomination_application_id_application')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_nomination_member_id_member')),
    sa.PrimaryKeyConstraint('application_id', 'member_id', name=op.f('pk_nomination'))
    )
    with op.batch_alter_table('nomination', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_nomination_member_id'), ['member_id'], unique=False)

    op.create_table('stance',
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('unknown', 'against', name='stancekind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('words', sa.String(length=600), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_stance_application_id_application')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_stance_member_id_member')),
    sa.PrimaryKeyConstraint('application_id', 'member_id', name=op.f('pk_stance'))
    )
    op.create_table('vouch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('voucher_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=True),
    sa.Column('how', sa.String(length=600), nullable=False),
    sa.Column('since_year', sa.Integer(), nullable=False),
    sa.Column('same_employer', sa.Boolean(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_reason', sa.String(length=600), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_vouch_application_id_application')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_vouch_member_id_member')),
    sa.ForeignKeyConstraint(['voucher_id'], ['member.id'], name=op.f('fk_vouch_voucher_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vouch')),
    sa.UniqueConstraint('voucher_id', 'member_id', name=op.f('uq_vouch_voucher_id_member_id'))
    )
    with op.batch_alter_table('vouch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vouch_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_vouch_voucher_id_given_at'), ['voucher_id', 'given_at'], unique=False)

    op.create_table('moderation_act',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('suspended', 'selling', 'reinstated', 'paused', 'resumed', 'looked', name='actkind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=False),
    sa.Column('target_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('answer_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=600), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['member.id'], name=op.f('fk_moderation_act_actor_id_member')),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_moderation_act_answer_id_answer')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_moderation_act_question_id_question')),
    sa.ForeignKeyConstraint(['target_id'], ['member.id'], name=op.f('fk_moderation_act_target_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moderation_act'))
    )
    with op.batch_alter_table('moderation_act', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moderation_act_made_at_id'), ['made_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_moderation_act_target_id_made_at'), ['target_id', 'made_at'], unique=False)

    with op.batch_alter_table('circle', schema=None) as batch_op:
        batch_op.add_column(sa.Column('founder_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_circle_founder_id_member'), 'member', ['founder_id'], ['id'])

    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('previous_hash', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('rotated_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_login_session_previous_hash'), ['previous_hash'], unique=False)

    with op.batch_alter_table('member', schema=None) as batch_op:
        batch_op.add_column(sa.Column('help_with', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('why', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('good_at_for', sa.Enum('members', 'circles', 'me', name='good_at_for', native_enum=False, create_constraint=True, length=20), nullable=False, server_default='members'))
        batch_op.add_column(sa.Column('ask_me_about_for', sa.Enum('members', 'circles', 'me', name='ask_me_about_for', native_enum=False, create_constraint=True, length=20), nullable=False, server_default='members'))
        batch_op.add_column(sa.Column('help_with_for', sa.Enum('members', 'circles', 'me', name='help_with_for', native_enum=False, create_constraint=True, length=20), nullable=False, server_default='members'))
        batch_op.add_column(sa.Column('why_for', sa.Enum('members', 'circles', 'me', name='why_for', native_enum=False, create_constraint=True, length=20), nullable=False, server_default='me'))
        batch_op.add_column(sa.Column('timezone_for', sa.Enum('members', 'circles', 'me', name='timezone_for', native_enum=False, create_constraint=True, length=20), nullable=False, server_default='members'))
        batch_op.add_column(sa.Column('pledged_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('invitations_paused_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('member', schema=None) as batch_op:
        for name in NEW:
            batch_op.alter_column(name, server_default=None)



def downgrade() -> None:
    with op.batch_alter_table('member', schema=None) as batch_op:
        for name in NEW[2:]:
            batch_op.drop_constraint(batch_op.f(f'ck_member_{name}'), type_='check')
        batch_op.drop_column('invitations_paused_at')
        batch_op.drop_column('pledged_until')
        batch_op.drop_column('timezone_for')
        batch_op.drop_column('why_for')
        batch_op.drop_column('help_with_for')
        batch_op.drop_column('ask_me_about_for')
        batch_op.drop_column('good_at_for')
        batch_op.drop_column('why')
        batch_op.drop_column('help_with')

    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_login_session_previous_hash'))
        batch_op.drop_column('rotated_at')
        batch_op.drop_column('previous_hash')
        batch_op.drop_column('confirmed_at')

    with op.batch_alter_table('circle', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_circle_founder_id_member'), type_='foreignkey')
        batch_op.drop_column('founder_id')

    with op.batch_alter_table('moderation_act', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_moderation_act_target_id_made_at'))
        batch_op.drop_index(batch_op.f('ix_moderation_act_made_at_id'))

    op.drop_table('moderation_act')
    with op.batch_alter_table('vouch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_vouch_voucher_id_given_at'))
        batch_op.drop_index(batch_op.f('ix_vouch_member_id'))

    op.drop_table('vouch')
    op.drop_table('stance')
    with op.batch_alter_table('nomination', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_nomination_member_id'))

    op.drop_table('nomination')
    with op.batch_alter_table('inquiry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inquiry_application_id'))

    op.drop_table('inquiry')
    with op.batch_alter_table('gathering_seat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gathering_seat_member_id_answered_at'))

    op.drop_table('gathering_seat')
    with op.batch_alter_table('gathering', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gathering_founder_id'))

    op.drop_table('gathering')
    with op.batch_alter_table('circle_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_circle_entry_member_id_ended_at'))
        batch_op.drop_index(batch_op.f('ix_circle_entry_circle_id_ended_at'))

    op.drop_table('circle_entry')
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_application_outcome_confirmed_at'))
        batch_op.drop_index(batch_op.f('ix_application_member_id'))
        batch_op.drop_index(batch_op.f('ix_application_email_key'))

    op.drop_table('application')
    op.drop_table('recovery_code')
    op.drop_table('queue_mail')
    with op.batch_alter_table('pledge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pledge_member_id'))

    op.drop_table('pledge')
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passkey_member_id'))

    op.drop_table('passkey')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_inviter_id_made_at'))
        batch_op.drop_index(batch_op.f('ix_invitation_email_key'))

    op.drop_table('invitation')
    with op.batch_alter_table('external_identity', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_external_identity_member_id'))

    op.drop_table('external_identity')
    op.drop_table('code_app')
    with op.batch_alter_table('address_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_address_change_member_id'))

    op.drop_table('address_change')
