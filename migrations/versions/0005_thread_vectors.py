"""vectors of threads.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('thread_vector',
    sa.Column('question_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('serial', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False),
    sa.Column('model', sa.String(length=40), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=16), nullable=False),
    sa.Column('numbers', sa.LargeBinary(length=768), nullable=True),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_thread_vector_question_id_question')),
    sa.PrimaryKeyConstraint('question_id', name=op.f('pk_thread_vector')),
    sa.UniqueConstraint('serial', name=op.f('uq_thread_vector_serial'))
    )


def downgrade() -> None:
    op.drop_table('thread_vector')
