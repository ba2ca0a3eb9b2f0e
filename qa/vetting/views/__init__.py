"""The pages of joining."""

from flask import Blueprint

bp = Blueprint("vetting", __name__)
