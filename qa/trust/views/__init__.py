"""The pages of privileges."""

from flask import Blueprint

bp = Blueprint("trust", __name__)
