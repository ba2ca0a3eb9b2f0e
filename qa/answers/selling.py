"""Whether an answer wants a line of interest before it is posted: links to the employer, and earlier interests.

``employer_link`` is a function of its arguments alone. It asks no name server and fetches nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit

import idna
import structlog
from flask_babel import gettext as _
from sqlalchemy import or_, select

from qa.answers.models import Answer
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.core.text import plain
from qa.members.dates import day
from qa.members.models import Member
from qa.members.names import employer_key
from qa.members.viewer import zone
from qa.questions.models import Question, QuestionTag, Tag

HOSTS_MAX = 200
"""Different hosts of one answer that are looked at."""
HOST_MAX = 253
KEY_MIN = 3
"""Letters of an employer's name: a shorter one is a label of too many hosts."""
PROVIDERS = frozenset(
    "aol bluewin btinternet fastmail free freenet gmail gmx googlemail hey hotmail hushmail icloud laposte libero live "
    "mac mail mailbox me msn naver online orange outlook pm posteo proton protonmail qq rocketmail seznam sfr sky "
    "t-online telenet terra tuta tutanota verizon virgilio wanadoo web wp yahoo yandex ymail zoho 163 126".split()
)
"""Where anybody has a mailbox: such a domain says nothing of an employer."""
WITH_E = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
SECOND_LEVELS = frozenset("ac co com edu gob gouv gov gv ltd net nhs nom or org plc sch".split())
"""Under these and a country's two letters names are registered, as in co.uk."""

_BARE = re.compile(r"(?<![\w.-])[^\W_](?:[\w-]{0,62}[^\W_])?(?:\.[^\W_](?:[\w-]{0,62}[^\W_])?){1,8}")
_ENDS = ".,;:!?)]}>'\"*_|"

log = structlog.get_logger(__name__)


class _Links(HTMLParser):
    """Collects the addresses that a text links to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.found[address] = None


def hosts(html: str) -> list[str]:
    """The hosts that rendered *html* links to or names, in ASCII and lower case, each once."""
    parser = _Links()
    parser.feed(html)
    parser.close()
    found: dict[str, None] = {}
    for raw in (*map(_host_of, parser.found), *_named(html)):
        host = ascii_host(raw)
        if host:
            found[host] = None
        if len(found) >= HOSTS_MAX:
            break
    return list(found)


def _host_of(address: str) -> str:
    try:
        parts = urlsplit(address)
        if parts.scheme == "mailto":
            return parts.path.rpartition("@")[2]
        return parts.hostname or ""
    except ValueError:
        return ""


def _named(html: str) -> Iterator[str]:
    """Domains that no link leads to, as in "see carrow-mutual.com"; those in the path of an address are none."""
    for word in plain(html).split():
        _before, scheme, address = word.partition("://")
        if scheme:
            yield _host_of("https://" + address.rstrip(_ENDS))
            continue
        for match in _BARE.finditer(word):
            if match[0].rpartition(".")[2].isalpha():
                yield match[0]


def ascii_host(raw: str) -> str:
    """*raw* as name servers know it: lower case, IDNA; empty where it is no host name."""
    host = unicodedata.normalize("NFKC", raw[: HOST_MAX + 1]).strip(" .").lower()
    if not 0 < len(host) <= HOST_MAX or "." not in host:
        return ""
    host = ".".join(map(_decoded, host.split(".")))
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return ""


def _decoded(label: str) -> str:
    """*label* in the letters it stands for, in lower case; as it is where it stands for none."""
    try:
        return label[4:].encode().decode("punycode").lower() if label.startswith("xn--") else label
    except UnicodeError:
        return label


def registrable(host: str) -> str:
    """The part of *host* that somebody registers: its last two labels, or three under co.uk and the like."""
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVELS else 2
    return ".".join(labels[-keep:])


def employer_link(html: str, email: str, employer: str) -> str:
    """The first host in *html* that belongs to the employer of its author; empty where there is none.

    It is the employer's when it is registered under the same name as the domain of the work address *email*,
    or when one of its labels, but the last, spells the name of *employer*.
    """
    domain = registrable(ascii_host(email.rpartition("@")[2]))
    own = domain if domain and domain.split(".")[0] not in PROVIDERS else ""
    spelled = _spellings(employer)
    for host in hosts(html):
        if own and registrable(host) == own:
            return host
        if any(_folded(label) & spelled for label in host.split(".")[:-1]):
            return host
    return ""


def _spellings(employer: str) -> frozenset[str]:
    """How a label may spell an employer: with and without the legal form, ü as u and as ue."""
    found = set()
    for name in (employer, _with_e(employer)):
        words = re.findall(r"[^\W_]+", _plain(name))
        found |= {"".join(words), employer_key(name).replace(" ", "")}
    return frozenset(one for one in found if len(one) >= KEY_MIN)


def _folded(label: str) -> frozenset[str]:
    """A label of a host as it may be compared with spellings of a name."""
    parted = _decoded(label).replace("-", " ")
    return frozenset({_plain(parted).replace(" ", ""), employer_key(parted).replace(" ", "")})


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in folded if not unicodedata.combining(character))


def _with_e(text: str) -> str:
    text = unicodedata.normalize("NFC", text).casefold()
    for letter, two in WITH_E.items():
        text = text.replace(letter, two)
    return text


@dataclass(frozen=True, slots=True)
class Declared:
    """That the author declared an interest before, when, and the topic that both questions share (or "")."""

    at: datetime
    topic: str


def declared(author_id: int, question_id: int) -> Declared | None:
    """The author's latest interest declared on this question or on one that shares a topic with it."""
    here = select(QuestionTag.tag_id).where(QuestionTag.question_id == question_id)
    query = (
        select(Answer.posted_at, Tag.name)
        .join(Question, Question.id == Answer.question_id)
        .outerjoin(
            QuestionTag, (QuestionTag.question_id == Answer.question_id) & QuestionTag.tag_id.in_(here)
        )
        .outerjoin(Tag, Tag.id == QuestionTag.tag_id)
        .where(
            Answer.author_id == author_id,
            Answer.interest != "",
            or_(Answer.question_id == question_id, Tag.id.is_not(None)),
        )
        .order_by(Answer.posted_at.desc(), Answer.id.desc(), QuestionTag.position)
        .limit(1)
    )
    row = db.session.execute(query).first()
    return None if row is None else Declared(row.posted_at, row.name or "")


def require_interest(author: Member, question_id: int, html: str, interest: str, no_gain: bool) -> None:
    """Raise RuleBroken on the field "interest" where the answer *html* wants a line and has none.

    Enough is a line, or that the author says that there is no gain; which of the two stands is logged without
    a word of the answer.
    """
    if interest and no_gain:
        raise RuleBroken(_("You say that you gain and that you do not. Keep one of the two."), "interest")
    why = "" if interest else _why(author, question_id, html)
    if why and not no_gain:
        raise RuleBroken(why, "interest")
    if why:
        log.debug("no_gain_declared", question=question_id)


def _why(author: Member, question_id: int, html: str) -> str:
    host = employer_link(html, author.email or "", author.employer)
    ask = _("Say in one line what you or your employer sell in this field, or tick that neither gains.")
    if host:
        return _("Your answer names %(host)s, which looks like your employer’s.", host=host) + " " + ask
    before = declared(author.id, question_id)
    if before is None:
        return ""
    when = day(before.at, zone(author.timezone))
    if before.topic:
        told = _("You declared an interest in %(topic)s on %(day)s.", topic=before.topic, day=when)
    else:
        told = _("You declared an interest here on %(day)s.", day=when)
    return told + " " + ask
