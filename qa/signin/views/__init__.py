"""The pages of proofs: the second step, passkeys, single sign-on, a new address, and proving it again."""

from flask import Blueprint

bp = Blueprint("signin", __name__)
