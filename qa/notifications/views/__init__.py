"""The pages of news, of calendar and feed."""

from flask import Blueprint

bp = Blueprint("notifications", __name__)
