"""Who may see and take back a statement. Whoever has the code of one may read it: the code is the right."""

from __future__ import annotations

from qa.recognition.statements import pdf
from tests.security.policy import Row
from tests.support.statements import LIVE, NEVER, REVOKED

PDF = 404 if pdf.problem() else 200
OUT = {"applicant": 404, "declined": 404, "suspended": 404}
FORM = {"from": "2026-01-01", "to": "2026-01-02", "digest": "0" * 64}

ROWS: tuple[Row, ...] = (
    Row("statements.index", "GET", "/statements", "account"),
    Row("statements.issue", "POST", "/statements", "member", 422, FORM, changes=False),
    Row(
        "statements.revoke",
        "POST",
        "/statements/{statement}/revocation",
        "own",
        303,
        owner="answerer",
        also=OUT,
    ),
    Row("statements.as_pdf", "GET", "/statements/{statement}.pdf", "own", PDF, owner="answerer"),
    Row("statements.enter", "GET", "/verify", "public"),
    Row("statements.key", "GET", "/verify/key", "public"),
    Row("statements.show", "GET", f"/verify/{LIVE}", "public"),
    Row("statements.download", "GET", f"/verify/{LIVE}.json", "public"),
)
SPECIAL: tuple[Row, ...] = (
    Row("a statement taken back", "GET", f"/verify/{REVOKED}", "public", 410),
    Row("its file", "GET", f"/verify/{REVOKED}.json", "public", 404),
    Row("its PDF", "GET", "/statements/{gone_statement}.pdf", "own", 404, owner="answerer"),
    Row("taking it back again", "POST", "/statements/{gone_statement}/revocation", "own", 404, owner="answerer", also=OUT, changes=False),
    Row("a statement that never was", "GET", f"/verify/{NEVER}", "public", 404),
    Row("the file of none", "GET", f"/verify/{NEVER}.json", "public", 404),
    Row("a code with a wrong sign", "GET", f"/verify/{LIVE[:-1]}2", "public", 404),
    Row("a code that is typed", "GET", f"/verify?code={LIVE}", "public", 303),
    Row("a wrong one", "GET", f"/verify?code={LIVE[:-1]}2", "public", 422),
)  # fmt: skip
