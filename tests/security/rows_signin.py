"""Who may call the views of proofs of who somebody is."""

from __future__ import annotations

from tests.security.policy import Row

OWN_ONLY = {"applicant": 404, "declined": 404, "suspended": 404}

ROWS: tuple[Row, ...] = (
    # the door
    Row("signin.code", "GET", "/login/code", "public", 302),
    Row("signin.take_code", "POST", "/login/code", "public", 303, {"code": "123456"}, changes=False),
    Row("signin.sign_in_options", "POST", "/login/passkey/options", "public", 200, changes=False),
    Row("signin.sign_in", "POST", "/login/passkey", "public", 422, {"credential": "none"}, changes=False),
    Row("signin.leave_to_sign_in", "POST", "/login/sso", "public", 404, changes=False),
    Row("signin.back", "GET", "/login/sso/back?code=x&state=y", "public", 404),
    Row("signin.take_identity", "POST", "/login/sso/back", "public", 404, {"code": "x"}, changes=False),
    # proving it again
    Row("signin.sudo", "GET", "/sudo", "account", 302),
    Row("signin.confirm", "POST", "/sudo", "account", 422, {"password": "wrong"}, changes=False),
    Row("signin.confirm_options", "POST", "/sudo/passkey/options", "account", changes=False),
    Row(
        "signin.confirm_passkey", "POST", "/sudo/passkey", "account", 422, {"credential": "none"}, changes=False
    ),
    # codes
    Row("signin.codes", "GET", "/settings/codes", "account"),
    Row("signin.begin_codes", "POST", "/settings/codes", "account", 303),
    Row("signin.new_codes", "GET", "/settings/codes/new", "account", 303),
    Row("signin.confirm_codes", "POST", "/settings/codes/new", "account", 303, {"code": "1"}, changes=False),
    Row("signin.renew_recovery", "POST", "/settings/codes/recovery", "account", 404, changes=False),
    Row("signin.end_codes", "POST", "/settings/codes/off", "account", 303, changes=False),
    # passkeys
    Row("signin.passkeys", "GET", "/settings/passkeys", "account"),
    Row("signin.add_options", "POST", "/settings/passkeys/options", "account", changes=False),
    Row("signin.add_passkey", "POST", "/settings/passkeys", "account", 422, {"credential": "none"}, changes=False),
    Row(
        "signin.remove_passkey", "POST", "/settings/passkeys/{passkey}/removal", "own", 303, owner="asker",
        also=OWN_ONLY,
    ),
    # single sign-on, which is not offered where no provider is set
    Row("signin.single", "GET", "/settings/single-sign-on", "account", 404),
    Row("signin.leave_to_connect", "POST", "/settings/single-sign-on", "account", 404, changes=False),
    Row(
        "signin.disconnect", "POST", "/settings/single-sign-on/{identity}/removal", "own", 303, owner="asker",
        also=OWN_ONLY,
    ),
    # a new address
    Row("signin.address", "GET", "/settings/address", "account"),
    Row(
        "signin.ask_for_address", "POST", "/settings/address", "account", 303,
        {"email": "elsewhere@peers.example"},
    ),
    Row("signin.call_off_address", "POST", "/settings/address/end", "account", 303, changes=False),
    Row("signin.answer_address", "GET", "/address/dead", "public", 410),
    Row("signin.confirm_address", "POST", "/address/dead", "public", 410, changes=False),
    Row("signin.refuse_address", "POST", "/address/dead/refusal", "public", 410, changes=False),
)  # fmt: skip
