"""A statement as PDF, by WeasyPrint (extra ``pdf``), which needs the system library Pango."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from qa.config import resource
from qa.recognition.statements.signing import ATTACHED

STYLE = Path("paper") / "statement.css"
PACKAGE = 'The extra "pdf" is not installed: pip install "quorum[pdf]"'
LIBRARY = "WeasyPrint finds no Pango. On Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0"


class NoPdf(Exception):
    """No PDF can be made here; the message says what to install."""


def is_installed() -> bool:
    """Whether the package is there; whether its library is, only ``ready`` says."""
    return find_spec("weasyprint") is not None


@cache
def problem() -> str:
    """What to install before a PDF can be made; empty where all is there."""
    if not is_installed():
        return PACKAGE
    try:
        import weasyprint  # noqa: F401 - loads the libraries, and says so where one is missing
    except OSError:
        return LIBRARY
    return ""


def made(html: str, attached: bytes) -> bytes:
    """*html* as PDF, with the statement's file *attached*. Raises NoPdf where it cannot be made."""
    if problem():
        raise NoPdf(problem())
    import weasyprint

    file = weasyprint.Attachment(string=attached, name=ATTACHED, description="The signed statement")
    style = weasyprint.CSS(filename=str(resource("static") / STYLE), url_fetcher=_nothing)
    page = weasyprint.HTML(string=html, url_fetcher=_nothing)
    return bytes(page.write_pdf(stylesheets=[style], attachments=[file]))


def _nothing(url: str, *_more: Any) -> Any:
    """Fetch nothing: a statement has all it needs in itself."""
    raise ValueError(f"A statement fetches nothing: {url[:80]}")
