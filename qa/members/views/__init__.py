"""The pages of signing in, settings, people and circles."""

from flask import Blueprint

bp = Blueprint("members", __name__)
