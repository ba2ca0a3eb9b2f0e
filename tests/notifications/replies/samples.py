"""Replies as mail programs write them, by file name: the program, the language, where the words stand, and whose they are.

Beside each ``name.eml`` stands ``name.txt``: what its sender wrote, exactly.
"""

from __future__ import annotations

from typing import NamedTuple


class Sample(NamedTuple):
    """A reply."""

    name: str
    program: str
    language: str
    style: str
    sender: str


SAMPLES = [
    Sample("outlook-desktop-en", "Outlook for Windows", "en", "top", "Ben Okafor"),
    Sample("outlook-desktop-de", "Outlook for Windows", "de", "top, signature, disclaimer", "Jörg Wieland"),
    Sample("outlook-desktop-fr", "Outlook for Windows", "fr", "top, signature", "Élodie Marchand"),
    Sample("outlook-desktop-es", "Outlook for Windows", "es", "top, HTML only", "Íñigo Salvatierra"),
    Sample("outlook-web-en", "Outlook on the web", "en", "top, HTML only", "Ben Okafor"),
    Sample("outlook-web-nl", "Outlook on the web", "nl", "top, rule of underscores", "Sanne van der Velde"),
    Sample("outlook-ios-en", "Outlook for iOS", "en", "top, mobile footer", "Ben Okafor"),
    Sample("outlook-android-de", "Outlook for Android", "de", "top, mobile footer", "Jörg Wieland"),
    Sample("gmail-web-en", "Gmail on the web", "en", "top", "Ben Okafor"),
    Sample("gmail-web-de", "Gmail on the web", "de", "top, signature by --", "Jörg Wieland"),
    Sample("gmail-web-es", "Gmail on the web", "es", "top, HTML only", "Íñigo Salvatierra"),
    Sample("gmail-android-es", "Gmail for Android", "es", "top", "Íñigo Salvatierra"),
    Sample("gmail-android-fr", "Gmail for Android", "fr", "top", "Élodie Marchand"),
    Sample("gmail-ios-it", "Gmail for iOS", "it", "top", "Nicolò Ferrante"),
    Sample("gmail-ios-nl", "Gmail for iOS", "nl", "top", "Sanne van der Velde"),
    Sample("gmail-inline-en", "Gmail on the web", "en", "inline", "Ben Okafor"),
    Sample("apple-mail-en", "Apple Mail", "en", "top", "Ben Okafor"),
    Sample("iphone-de", "Mail on iPhone", "de", "top, mobile footer", "Jörg Wieland"),
    Sample("iphone-fr", "Mail on iPhone", "fr", "top, mobile footer", "Élodie Marchand"),
    Sample("ipad-es", "Mail on iPad", "es", "top, mobile footer", "Íñigo Salvatierra"),
    Sample("iphone-it", "Mail on iPhone", "it", "top, mobile footer", "Nicolò Ferrante"),
    Sample("iphone-nl", "Mail on iPhone", "nl", "top, mobile footer", "Sanne van der Velde"),
    Sample("thunderbird-bottom-en", "Thunderbird", "en", "bottom, flowed, signature by --", "Ben Okafor"),
    Sample("thunderbird-top-de", "Thunderbird", "de", "top", "Jörg Wieland"),
    Sample("thunderbird-inline-fr", "Thunderbird", "fr", "inline", "Élodie Marchand"),
    Sample("thunderbird-html-it", "Thunderbird", "it", "bottom, HTML only", "Nicolò Ferrante"),
    Sample("yahoo-web-en", "Yahoo Mail", "en", "top, HTML", "Ben Okafor"),
    Sample("yahoo-iphone-fr", "Yahoo Mail for iPhone", "fr", "top, mobile footer", "Élodie Marchand"),
    Sample("proton-en", "Proton Mail", "en", "top, footer", "Ben Okafor"),
    Sample("proton-html-de", "Proton Mail", "de", "top, HTML only", "Jörg Wieland"),
    Sample("notes-en", "HCL Notes", "en", "top, head without quotes", "Ben Okafor"),
    Sample("notes-de", "HCL Notes", "de", "top, attribution in hyphens", "Jörg Wieland"),
    Sample("mutt-en", "mutt", "en", "bottom, trimmed", "Ben Okafor"),
    Sample("mutt-inline-nl", "mutt", "nl", "inline, trimmed", "Sanne van der Velde"),
    Sample("k9-en", "K-9 Mail", "en", "top, mobile footer", "Ben Okafor"),
    Sample("k9-de", "K-9 Mail", "de", "top, mobile footer", "Jörg Wieland"),
    Sample("blackberry-en", "BlackBerry", "en", "top, mobile footer", "Ben Okafor"),
    Sample("samsung-es", "Samsung Email", "es", "top, mobile footer", "Íñigo Salvatierra"),
    Sample("gmx-de", "GMX", "de", "top, head that starts with the date", "Jörg Wieland"),
    Sample(
        "outlook-classic-it", "Outlook 2010", "it", "top, original message, disclaimer", "Nicolò Ferrante"
    ),
    Sample("roundcube-es", "Roundcube", "es", "bottom, legal notice", "Íñigo Salvatierra"),
    Sample("gmail-disclaimer-en", "Gmail on the web", "en", "top, signature, disclaimer", "Ben Okafor"),
    Sample("iphone-not-now-en", "Mail on iPhone", "en", "top, not now", "Ben Okafor"),
    Sample(
        "outlook-logo-nl", "Outlook for Windows", "nl", "top, signature with a picture", "Sanne van der Velde"
    ),
]
