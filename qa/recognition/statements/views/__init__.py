"""The pages of statements: a member's own, and those at which anybody checks one."""

from flask import Blueprint

bp = Blueprint("statements", __name__)
