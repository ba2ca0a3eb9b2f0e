"""A raw mail in plain words: its own text, the names of what is attached, the fields of its head.

Whoever sends it chooses every byte, so its cost is bounded before it is parsed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses

from qa.notifications.replies.plain import of_html, unflowed

HEAD_MOST = 262_144
HEADER_MOST = 2_000
"""Characters of one header that are looked at: decoding is quadratic on nonsense."""
TEXT_MOST = 262_144
"""Bytes of all plain parts."""
HTML_MOST = 1_048_576
"""Bytes of all parts of HTML."""
BOUNDARIES_MOST = 60
"""Multipart bodies within one another or side by side."""
PARTS_MOST = 1_000
BLOCKS_MOST = 2_000
"""Paragraphs of a mail in which a server tells what it could not deliver: each is a head of its own."""
WORK_MOST = 4_000_000
"""Lines times boundaries: each line is compared with each boundary that is open."""
DEPTH_MOST = 20
NAMES_MOST = 10
SIGNED = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)
CODECS = re.compile(
    r"utf-8|utf-16(-[lb]e)?|ascii|iso8859-\d+|cp(125\d|437|850|852|866|874|932|936|949|950)|koi8-[rut]|gb2312|gbk"
    r"|gb18030|big5(hkscs)?|shift_jis(x0213)?|euc_(jp|kr|jis_2004)|iso2022_(jp(_\w+)?|kr)|hz|mac-roman|tis-620|johab"
)
"""Some codecs of the language are no charsets of mails, and a few are slow."""
_LOST = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Unreadable(Exception):
    """A mail of which no text can be had in time."""


@dataclass(frozen=True, slots=True)
class Read:
    """A mail that was read: *text* is all of it, quoted words included."""

    text: str
    attachments: tuple[str, ...]


def head_of(raw: bytes) -> Message:
    """The head of a mail alone. Raises Unreadable where it is none, or too long."""
    end = re.search(rb"\r?\n\r?\n", raw[: HEAD_MOST + 4])
    if end is None and len(raw) > HEAD_MOST:
        raise Unreadable
    return message_from_bytes(raw[: end.start() if end else len(raw)] + b"\n\n")


def parsed(raw: bytes) -> Message:
    """The parts of a mail. Raises Unreadable where that would take too long."""
    head_of(raw)
    boundaries = len(re.findall(rb"(?i)boundary", raw))
    blocks = len(re.findall(rb"\n\r?\n", raw)) if re.search(rb"(?i)delivery-status", raw) else 0
    if blocks > BLOCKS_MOST:
        raise Unreadable
    lines = raw.count(b"\n") + raw.count(b"\r")
    if (
        boundaries > BOUNDARIES_MOST
        or raw.count(b"\n--") > PARTS_MOST
        or lines * (boundaries + 1) > WORK_MOST
    ):
        raise Unreadable
    try:
        return message_from_bytes(raw)
    except (RecursionError, ValueError, LookupError, TypeError, IndexError, AttributeError) as error:
        raise Unreadable from error


def content(message: Message) -> Read:
    """The text of *message* and what it has besides. Raises Unreadable, and TooComplex for HTML."""
    plain: list[Message] = []
    html: list[Message] = []
    names: list[str] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html") and not _is_attached(part):
            (plain if kind == "text/plain" else html).append(part)
        elif name := _attachment(part):
            names.append(name)
    text = _joined(plain, _plain, TEXT_MOST) or _joined(html, _html, HTML_MOST)
    return Read(text, tuple(dict.fromkeys(names))[:NAMES_MOST])


def _joined(parts: Sequence[Message], text_of: Callable[[Message, bytes], str], most: int) -> str:
    """The text of *parts*, which have *most* bytes at most between them."""
    raws = [_bytes(part) for part in parts]
    if sum(map(len, raws)) > most:
        raise Unreadable
    return "\n\n".join(filter(None, map(text_of, parts, raws)))


def header(message: Message, name: str) -> str:
    """A header of *message* decoded, on one line; empty where there is none."""
    return decoded(str(message.get(name, "")))


def decoded(raw: str) -> str:
    """A header's words in Unicode, on one line."""
    raw = " ".join(raw[:HEADER_MOST].split())
    try:
        pairs = decode_header(raw)
    except (HeaderParseError, ValueError):
        return clean(raw)
    words = (one if isinstance(one, str) else unicode_of(one, charset) for one, charset in pairs)
    return " ".join(clean("".join(words)).split())


def addresses_in(raw: str) -> list[str]:
    """The mail addresses in a header; none where it is nonsense or longer than what is looked at.

    Taken before encoded words are read: an address cannot be encoded (RFC 2047, 5), and what they hold is no syntax.
    """
    if len(raw) > HEADER_MOST:
        return []
    try:
        return [address for _name, address in getaddresses([raw]) if address]
    except (RecursionError, ValueError, IndexError):
        return []


def clean(text: str) -> str:
    """*text* without what no text can have, and with one kind of line end."""
    return _LOST.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))


def unicode_of(raw: bytes, charset: str | None) -> str:
    """*raw* in Unicode: as UTF-8 where it is that, whatever is said of it; else as it is said; else as is most common."""
    named = _codec(charset)
    if named and named.startswith(("utf-16", "iso2022", "hz")):
        return raw.decode(named, "replace")
    for codec in ("utf-8", named, "cp1252"):
        try:
            if codec:
                return raw.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("cp1252", "replace")


def _codec(charset: str | None) -> str | None:
    try:
        name = codecs.lookup((charset or "")[:40].strip()).name
    except (LookupError, ValueError):
        return None
    if name in ("iso8859-1", "ascii"):
        return "cp1252"  # what they say who mean it
    return name if CODECS.fullmatch(name) else None


def _leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that hold something; of a forwarded mail nothing but itself."""
    if message.get_content_maintype() != "multipart" or depth > DEPTH_MOST:
        yield message
        return
    payload = message.get_payload()
    for part in payload if isinstance(payload, list) else []:
        if isinstance(part, Message):
            yield from _leaves(part, depth + 1)


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _attachment(part: Message) -> str:
    """The name of what is attached; empty for a signature's picture and the like."""
    kind = part.get_content_type()
    if kind in SIGNED or (kind.startswith("image/") and part.get("Content-ID") and not _is_attached(part)):
        return ""
    named = part.get_param("filename", None, "content-disposition") or part.get_param("name")
    if named is None and kind.startswith(("text/", "multipart/")):
        return ""
    try:
        name = decoded(collapse_rfc2231_value(named)) if named else kind
    except (LookupError, ValueError, TypeError):
        name = kind
    return name[:80]


def _bytes(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError) as error:
        raise Unreadable from error
    return payload if isinstance(payload, bytes) else b""


def _plain(part: Message, raw: bytes) -> str:
    text = clean(unicode_of(raw, part.get_content_charset()))
    if str(part.get_param("format", "")).lower() == "flowed":
        text = unflowed(text, delsp=str(part.get_param("delsp", "")).lower() == "yes")
    return text.strip("\n")


def _html(part: Message, raw: bytes) -> str:
    return of_html(clean(unicode_of(raw, part.get_content_charset()))).strip("\n")
