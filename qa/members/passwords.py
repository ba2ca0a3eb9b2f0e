"""Passwords: which are taken, how they are hashed, and that a check costs the same whoever is asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

from qa.core.errors import RuleBroken

MIN = 8
MAX = 256
"""Characters in NFC. Long enough for a sentence; what is longer is refused, never cut."""
RAW_MAX = 4 * MAX
"""Code points before NFC, which joins four at most; beyond it nothing is computed from the text."""
PERIOD_MAX = 4
"""A password that repeats so few characters over and over is as weak as they are."""
WALK_MIN = 6
"""Keys in a row that make a walk of the whole password."""

hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
DUMMY = "$argon2id$v=19$m=19456,t=2,p=1$p+KLol6oB9BStPnCLhIt/g$BvuZMyhhaUDJidxQG3e9DqtWCr3/hrFid4+EXQhsKNQ"
"""The hash of a forgotten random text: verified where there is no account, so that both take as long."""

ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm",
        "1qaz2wsx3edc4rfv", "q1w2e3r4t5y6u7i8", "1q2w3e4r5t6y7u8i")  # fmt: skip
COMMON = frozenset(
    """
    access account admin administrator adobe amanda andrew anthony apple asdf asshole august austin autumn azerty
    babygirl bailey banana barcelona baseball basketball batman berlin blahblah blink buster butterfly caroline
    changeme charlie cheese chelsea chicken chocolate christian computer cookie corvette cowboys creative dallas
    daniel default diamond dolphin dragon eagles einstein elephant england facebook ferrari fisher flower football
    forever forum freedom friends fuckyou garfield ginger google guest hallo hammer hannah harley heather hello
    helpdesk hockey hunter hunting iceman iloveyou internet january jasmine jennifer jessica jordan joshua july
    justin killer klaster knight lasvegas letmein letmeinnow liverpool london loveme lovely madison maggie marina
    marlboro martin master matrix matthew maverick maxwell mercedes merlin michael michelle microsoft midnight
    monday monkey monster mother mustang naruto nicole ninja nothing october office orange oracle p@ssword p@ssw0rd
    pa$$word panther pass passpass passw0rd password passwort paris peanut pepper phoenix pokemon porsche princess
    purple qazwsx qwert qwerty qwertz rainbow ranger richard robert root samantha samsung sandra secret security
    september shadow silver slipknot snoopy soccer sophie spider spring starwars startrek steelers summer sunday
    sunflower sunshine superman superstar sysadmin taylor teacher tennis test testing thomas thunder tigger trustno
    vacation victoria victory warcraft welcome whatever william windows winter wizard yankees yellow zaq!xsw
    """.split()
)
"""The commonest words in leaked lists, without the figures and signs that people put around them."""

_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_REPEATED = re.compile(rf"(.{{1,{PERIOD_MAX}}}?)\1+.{{0,{PERIOD_MAX - 1}}}", re.DOTALL)


def check(password: str, *taken: str) -> str:
    """*password* in NFC if it may be chosen. *taken* are words of the person and the site that it must not be.

    Raises RuleBroken with the field "password".
    """
    if len(password) > RAW_MAX:
        raise _refusal(_too_long())
    password = unicodedata.normalize("NFC", password)
    if len(password) < MIN:
        raise _refusal(_("Use at least %(least)d characters; a short sentence is good.", least=MIN))
    if len(password) > MAX:
        raise _refusal(_too_long())
    if not password.strip() or any(unicodedata.category(character) in ("Cc", "Cs") for character in password):
        raise _refusal(_("Use characters that can be typed and seen, not only spaces."))
    if _is_common(password.casefold(), _words(taken)):
        raise _refusal(
            _("This is one of the first that anybody would try. Choose one that only you would think of.")
        )
    return password


def _too_long() -> str:
    return _("Use at most %(most)d characters.", most=MAX)


def _refusal(message: str) -> RuleBroken:
    return RuleBroken(message, field="password")


def _words(taken: Iterable[str]) -> frozenset[str]:
    """What *taken* names: each of them whole, and the parts of an address and of a name."""
    whole = {text.casefold() for text in taken if text}
    parts = {part for text in whole for part in re.split(r"[\s@]+", text)}
    return frozenset(part for part in whole | parts if len(part) > 1)


def _is_common(folded: str, words: frozenset[str]) -> bool:
    core = _AROUND.sub("", folded)
    banned = words | COMMON
    if _REPEATED.fullmatch(folded) or folded in banned or core in banned:
        return True
    # "quorumquorum" is "quorum"; "abcdefgh" and "qwertzuiop1" are a walk along the keyboard.
    half = core[: len(core) // 2]
    if core == half * 2 and half in banned:
        return True
    walks = [walk for walk in (core, folded) if len(walk) >= WALK_MIN]
    return any(walk in row or walk[::-1] in row for walk in walks for row in ROWS)


def hash_password(password: str) -> str:
    """The Argon2id hash of a password that ``check`` has let through."""
    return hasher.hash(unicodedata.normalize("NFC", password).encode())


def verify(stored: str | None, password: str) -> bool:
    """Whether *password* belongs to the hash *stored*; without one it takes as long and is wrong."""
    if len(password) > RAW_MAX:
        return False
    given = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    try:
        right = hasher.verify(stored or DUMMY, given)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None and bool(right)


def is_outdated(stored: str) -> bool:
    """Whether *stored* was made with other parameters than today's."""
    return hasher.check_needs_rehash(stored)
