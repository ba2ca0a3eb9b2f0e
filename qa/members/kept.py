"""What a person had typed when the session ended: carried through the sign-in page, so that nothing is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Request

from qa.core.web import safe_next

SIZE_MAX = 200_000
"""Bytes that the sign-in page carries; longer text is shown to be copied."""
FIELDS_MAX = 60
PATH_MAX = 500
ID = re.compile(r"[1-9][0-9]{0,17}")
WRITING = re.compile(r"/(?:ask|drafts|q/[1-9][0-9]{0,17}|a/[1-9][0-9]{0,17})(?:/[^?#]*)?")
"""Addresses to which people post text. No password is ever posted to one of them."""
DRAFTED = re.compile(r"/(?:ask|drafts|q/[1-9][0-9]{0,17}/answers)/?")
"""Those of which the text becomes a draft; others, such as a comment or an edit, are shown again."""
TYPED = frozenset({"title", "body", "purpose", "tags", "interest", "reason", "note"})
"""Fields in which people write; the others are choices."""
SECRET = frozenset({"csrf_token"})


@dataclass(frozen=True, slots=True)
class Kept:
    """The fields that were posted to *path*, and the page *back* where they were typed."""

    path: str
    fields: Mapping[str, str]
    back: str = "/"

    @property
    def becomes_draft(self) -> bool:
        """Whether the text waits as a draft after signing in."""
        return DRAFTED.fullmatch(self.path) is not None

    @property
    def draft_path(self) -> str:
        """The address of what the draft is to become."""
        question_id = self.fields.get("question_id", "")
        if self.path.startswith("/drafts"):
            return f"/q/{question_id}/answers" if ID.fullmatch(question_id) else "/ask"
        return self.path

    @property
    def texts(self) -> list[str]:
        """What was typed, for reading: without what choices and hidden fields sent."""
        return [value for name, value in self.fields.items() if name in TYPED and value.strip()]

    def packed(self) -> str | None:
        """The fields for a hidden field of a form; None when they are too long for it."""
        text = json.dumps({"fields": dict(self.fields), "back": self.back}, ensure_ascii=False)
        return text if len(text.encode("utf-8", "surrogatepass")) <= SIZE_MAX else None


def of_request(request: Request) -> Kept | None:
    """What *request* posts, if it goes where people write and carries any text."""
    if request.method != "POST" or WRITING.fullmatch(request.path) is None:
        return None
    fields = {
        name: value.encode("utf-8", "replace").decode()
        for name, value in list(request.form.items())[:FIELDS_MAX]
        if name not in SECRET
    }
    kept = Kept(request.path, fields, page_of(request))
    return kept if kept.texts else None


def page_of(request: Request) -> str:
    """The page of this site from which *request* was sent; "/" when that is not known."""
    came = urlsplit(request.referrer or "")
    if came.netloc != request.host:
        return "/"
    return safe_next(came.path + (f"?{came.query}" if came.query else "")) or "/"


def unpacked(path: str, packed: str) -> Kept | None:
    """What a sign-in form carries; None for anything that ``packed`` did not make."""
    if not packed or len(path) > PATH_MAX or WRITING.fullmatch(path) is None or len(packed) > SIZE_MAX:
        return None
    try:
        found = json.loads(packed)
    except (ValueError, RecursionError):
        return None
    fields = found.get("fields") if isinstance(found, dict) else None
    if not isinstance(fields, dict) or len(fields) > FIELDS_MAX:
        return None
    if not all(isinstance(value, str) for value in fields.values()):
        return None
    return Kept(path, fields, safe_next(str(found.get("back"))) or "/")
