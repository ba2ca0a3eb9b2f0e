"""What mail programs write around a person's own words, in the languages of our members: data for ``quoting``.

mail-parser-reply knows attributions of more languages; here is what it lacks: programs that write the verb
elsewhere, heads in bold or with a space before the colon, footers of phones, disclaimers.
"""

from __future__ import annotations

import re

from mailparser_reply.constants import MAIL_LANGUAGES

OPENERS = frozenset("on am le el il op".split())
VERBS = re.compile(
    r"(?:wrote|writes|schrieb|a [ée]crit|escribi[óo]|ha scritto|scrive|schreef)"
    r"(?:(?: on| am| le| el| il| op)? .{0,120})?[ \u00a0]?:[ -]{0,12}$",
    re.IGNORECASE,
)
DATED = re.compile(r"\d{1,2}[:.h]\d{2}|@")
"""An attribution has an hour or an address; a sentence that ends in "wrote:" seldom has."""
PROGRAMS_MOST = 250
"""Characters of an attribution that the library's expressions see: some of them are quadratic."""
PROGRAMS = [
    re.compile(words["wrote_header"], re.IGNORECASE)
    for language, words in MAIL_LANGUAGES.items()
    if "wrote_header" in words and language not in ("en", "de", "fr", "es", "it", "nl")
]
"""Attributions in the languages that VERBS has not."""
LABELS = {
    "from": "from von de da van expéditeur".split(),
    "date": "sent gesendet envoyé enviado inviato verzonden date datum fecha data".split(),
    "to": "to an à para a aan destinataire".split(),
    "subject": "subject betreff objet asunto oggetto onderwerp sujet".split(),
    "cc": "cc kopie copie copia".split(),
}
LABEL = re.compile(r"[*_ \t]{0,4}([^\W\d_]{1,12})[ \u00a0]?:[*_]{0,3}(?:\s|$)")
ORIGINAL = re.compile(
    r"[ *]{0,3}[-_]{2,20} ?(?:original message|original appointment|forwarded message|urspr[üu]ngliche nachricht|originalnachricht"
    r"|message d['’]origine|message original|mensaje original|messaggio originale|oorspronkelijk bericht"
    r"|weitergeleitete nachricht|reply message|begin forwarded message) ?[-_]{0,20}[ *]{0,3}:?",
    re.IGNORECASE,
)
RULE = re.compile(r"\s{0,3}(?:_{8,}|-{8,}|={8,}|\*{8,})\s{0,3}")

_DEVICE = r"(?:[\w.+'’®™() -]{1,60})"
FOOTERS = re.compile(
    "|".join(
        (
            rf"sent (?:from|via|with|by) {_DEVICE}[,.]?(?: secure email\.?)?(?: <?https?://\S{{1,200}}>?)?(?: ?\(https?://\S{{1,200}}\))?",
            rf"(?:get|sent from) outlook for {_DEVICE}(?: ?[<(]https?://\S{{1,200}}[>)])?",
            rf"(?:von|aus) {_DEVICE} gesendet\.?",
            rf"gesendet (?:von|mit|vom|über) {_DEVICE}(?: ?[<(]https?://\S{{1,200}}[>)])?\.?",
            rf"holen sie sich outlook für {_DEVICE}(?: ?[<(]https?://\S{{1,200}}[>)])?",
            rf"outlook für {_DEVICE} (?:herunterladen|beziehen)(?: ?[<(]https?://\S{{1,200}}[>)])?",
            r"diese nachricht wurde von meinem .{1,60} gesendet\.?(?: bitte entschuldigen sie .{1,80})?",
            rf"envoyé (?:de|depuis|avec|par|à partir de) {_DEVICE}(?: ?[<(]https?://\S{{1,200}}[>)])?\.?",
            rf"(?:obtenez|télécharger) outlook pour {_DEVICE}(?: ?[<(]https?://\S{{1,200}}[>)])?",
            rf"enviado (?:desde|con|por) {_DEVICE}(?: ?[<(]https?://\S{{1,200}}[>)])?\.?",
            rf"(?:obtener|descargar) outlook para {_DEVICE}(?: ?[<(]https?://\S{{1,200}}[>)])?",
            rf"inviato (?:da|dal|con|tramite) {_DEVICE}(?: ?[<(]https?://\S{{1,200}}[>)])?\.?",
            rf"(?:ottieni|scarica) outlook per {_DEVICE}(?: ?[<(]https?://\S{{1,200}}[>)])?",
            rf"(?:verstuurd|verzonden) (?:vanaf|met|via|vanuit) {_DEVICE}(?: ?[<(]https?://\S{{1,200}}[>)])?\.?",
            rf"(?:download|haal) outlook voor {_DEVICE}(?: ?[<(]https?://\S{{1,200}}[>)])?",
            r"please excuse (?:my|any|the) (?:brevity|typos).{0,60}",
            r"(?:virus-free|virenfrei|sans virus|libre de virus|privo di virus|virusvrij)\.?.{0,60}",
        )
    ),
    re.IGNORECASE,
)
PHONES = re.compile(
    r"(?:sent|gesendet|envoyé|enviado|inviato|verstuurd|verzonden)\b.{0,40}\b(?:"
    r"iphone|ipad|android|samsung|galaxy|pixel|huawei|nokia|blackberry|mobile|mobil|handy|smartphone|telefono|téléphone|"
    r"telefoon|móvil|mobiel|phone|tablet|outlook|gmail|yahoo|proton|gmx|web\.de|k-9|mail|mailbox|canary|spark|notes|windows"
    r")|outlook|gesendet\.?$|brevity|typos|virus|viren|k-9 mail|handy",
    re.IGNORECASE,
)
"""A footer names a device or a program; "sent from the board" does not."""
DISCLAIMER = re.compile(
    r"[*_ ]{0,4}(?:confidential(?:ity)?\b.{0,30}\b(?:notice|note|warning)|disclaimer|important notice|caution:|this (?:e-?mail|message|communication)\b"
    r"|the (?:information|content)s? (?:contained )?in this (?:e-?mail|message)"
    r"|diese (?:e-?mail|nachricht)\b|vertraulichkeitshinweis|wichtiger hinweis"
    r"|ce (?:message|courriel|mail)\b|avis de confidentialité|les informations contenues"
    r"|este (?:mensaje|correo)\b|aviso (?:legal|de confidencialidad)|la información contenida"
    r"|(?:il presente|questo) messaggio|questa e-?mail|le informazioni contenute|avviso di riservatezza"
    r"|(?:dit|deze) (?:e-?mail|bericht)\b|de informatie in dit)",
    re.IGNORECASE,
)
SECRET = re.compile(
    r"confiden|privileged|intended|recipient|vertraulich|empfänger|bestimmt|destinataire|destinatari|riservat"
    r"|vertrouwelijk|geadresseerde|bestemd|virus|external",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"[ *_]{0,3}(?:(?:with |mit |met )?(?:(?:my |many |very |kind|best|warm|warmest|kindest|viele[nr]?|liebe|beste[nr]?|freundliche[nr]?"
    r"|herzliche[nr]?|schöne|sonnige|vriendelijke|hartelijke) ?){0,3}(?:regards|wishes|greetings|gr(?:ü|ue)(?:ß|ss)e?n?|gru(?:ß|ss)|groet(?:en|jes)?)"
    r"|best|cheers|thanks(?: a lot| again| in advance| and regards)?|thank you|many thanks|sincerely|yours(?: sincerely| faithfully| truly)?"
    r"|mfg|lg|vg|br|mvg|danke|vielen dank|(?:(?:bien )?cordialement|salutations(?: distinguées)?|bien à vous|bonne journée|merci(?: d['’]avance)?|amicalement)"
    r"|(?:un (?:cordial )?saludo|saludos(?: cordiales)?|atentamente|gracias|cordialmente|un abrazo)"
    r"|(?:(?:cordiali|distinti) saluti|saluti|un saluto|grazie|buona giornata)|bedankt|dank u|all the best)"
    r"[ ,.!*_]{0,4}",
    re.IGNORECASE,
)
