"""The pages of answers."""

from flask import Blueprint

bp = Blueprint("answers", __name__)
