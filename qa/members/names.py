"""Names of persons, handles and mail addresses: one spelling for each, and none that passes for another."""

from __future__ import annotations

import re
import unicodedata

from flask_babel import gettext as _
from slugify import slugify

from qa.core.errors import RuleBroken
from qa.core.text import clean_line, name_key
from qa.members.models import NAME_MAX

HANDLE_MAX = 40
HANDLE_MIN = 2
EMAIL_MAX = 254

SCRIPTS = frozenset(
    "LATIN GREEK CYRILLIC ARMENIAN GEORGIAN HEBREW ARABIC DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU "
    "KANNADA MALAYALAM SINHALA THAI LAO TIBETAN MYANMAR KHMER ETHIOPIC HANGUL HIRAGANA KATAKANA BOPOMOFO CJK".split()
)
"""Scripts in which living people write their names."""
LOOKALIKES = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN"})
"""Their letters look alike: a name takes them from one of these scripts only, so that no Ana is half Cyrillic."""
NAME_SIGNS = frozenset(" '’.-·,־・()&")
_HANDLE = re.compile(r"[^\W_](?:[^\W_]|-(?!-)){0,38}[^\W_]")


def person_name(raw: str) -> str:
    """A person's name in NFKC on one line. Raises RuleBroken with the field "name" for what is no name."""
    try:
        name = clean_line(unicodedata.normalize("NFKC", clean_line(raw, NAME_MAX)), NAME_MAX)
    except RuleBroken as error:
        raise RuleBroken(error.message, field="name") from error
    if not any(character.isalpha() for character in name):
        raise RuleBroken(_("Write your name."), field="name")
    if not all(_fits_a_name(character) for character in name):
        raise RuleBroken(
            _("Write your name in letters; signs and symbols cannot be part of it."), field="name"
        )
    if not _is_of_one_script(name):
        raise RuleBroken(_("Write your name in the letters of one script."), field="name")
    return name


def _fits_a_name(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Nd":
        return character.isascii()
    return category[0] in "LM" or category == "Cf" or character in NAME_SIGNS


def _is_of_one_script(text: str) -> bool:
    found = {
        unicodedata.name(character, "?").replace("-", " ").partition(" ")[0]
        for character in text
        if unicodedata.category(character)[0] == "L"
    }
    # Marks for length and repetition are named for no script.
    found -= {"MODIFIER", "MASCULINE", "FEMININE", "IDEOGRAPHIC"}
    return found <= SCRIPTS and len(found & LOOKALIKES) <= 1


def check_handle(raw: str) -> str:
    """A handle as it is shown: letters, figures and single hyphens. Raises RuleBroken with the field "handle"."""
    try:
        handle = clean_line(unicodedata.normalize("NFKC", clean_line(raw, HANDLE_MAX)), HANDLE_MAX)
    except RuleBroken as error:
        raise RuleBroken(error.message, field="handle") from error
    figures_ascii = all(character.isascii() or not character.isdigit() for character in handle)
    if not (_HANDLE.fullmatch(handle) and figures_ascii and _is_of_one_script(handle)):
        raise RuleBroken(
            _("Use %(least)d to %(most)d letters, figures and hyphens.", least=HANDLE_MIN, most=HANDLE_MAX),
            "handle",
        )
    return handle


def handle_from(name: str) -> str:
    """A handle made of *name*, in plain Latin letters."""
    plain = slugify(name, max_length=HANDLE_MAX - len("-999"), word_boundary=True)
    return plain if len(plain) >= HANDLE_MIN else "member"


def handle_key(handle: str) -> str:
    """What makes a handle unique. Never raises: what is no handle gives a key that nobody has."""
    try:
        return name_key(handle)[: 2 * HANDLE_MAX]
    except RuleBroken:
        return ""


def email_address(raw: str) -> str:
    """A mail address as it is written to. Raises RuleBroken with the field "email"; asks no name server."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(raw.strip()[: EMAIL_MAX + 1], check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise RuleBroken(_("This is not a mail address."), field="email") from error


def email_key(raw: str) -> str:
    """What makes an address unique: case folded, its domain as the mail system knows it.

    Never raises: what is no address gives a key that nobody has.
    """
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(raw.strip()[: EMAIL_MAX + 1], check_deliverability=False)
    except EmailNotValidError:
        return ""
    local = unicodedata.normalize("NFKC", found.local_part).casefold()
    return f"{local}@{(found.ascii_domain or found.domain).casefold()}"


_FORMS = frozenset(
    "ag bv co corp gmbh inc llc llp ltd nv oy plc sa sarl sas se spa srl the group holding".split()
)
"""What a firm's name carries of its legal form: "Nordsee Bank AG" is "Nordsee Bank"."""


def employer_key(raw: str) -> str:
    """What makes two spellings of an employer the same: letters and figures, without the legal form."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKD", raw).casefold())
    plain = ["".join(c for c in word if not unicodedata.combining(c)) for word in words]
    return " ".join([word for word in plain if word not in _FORMS] or plain)


def same_employer(one: str, other: str) -> bool:
    """Whether two members work for one employer; who names none shares it with nobody."""
    key = employer_key(one)
    return bool(key) and key == employer_key(other)
