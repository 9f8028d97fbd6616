"""Who says it: the person or body to whom a sentence attributes what it reports.

Journalism names its source next to what it says ("selon …", "… a déclaré", "… told reporters"),
so the forms are few. Nobody is named when the document itself speaks.
"""

import re

from rag.reading import Reading, Sentence

_SAID_FR = (
    r"(?:dit|déclaré|affirmé|indiqué|précisé|annoncé|estimé|souligné|expliqué|assuré|confirmé|averti|écrit|lancé|ajouté|"
    r"reconnu|rapporté|jugé|martelé|regretté|promis|répondu|soutenu|fait savoir|avancé|évoqué|dénoncé|salué|raconté|"
    r"résumé|tranché|nuancé|insisté|admis|recensé|compté|chiffré|évalué)"
)
_SAYS_FR = (
    r"(?:dit|déclare|affirme|indique|précise|annonce|estime|souligne|explique|assure|confirme|avertit|ajoute|"
    r"reconnaît|rapporte|juge|martèle|regrette|promet|répond|soutient|avance|évoque|dénonce|raconte|résume|nuance|insiste|admet)"
)
_SAID_EN = (
    r"(?:said|says|stated|declared|claimed|claims|added|announced|confirmed|told (?:reporters|\w+)|explained|argued|argues|"
    r"warned|insisted|admitted|estimated|estimates|reported|wrote|replied|noted|acknowledged|called it|recalled)"
)
_NP = r"(?P<who>(?:[^\s,;.:()«»“”\"]|\.(?=\w))+(?:\s(?!(?:qui|que|dont|a|ont|est|avait|was|is|has|have|had|which|who|and|et)\b)(?:[^\s,;.:()«»“”\"]|\.(?=\w))+){0,9})"
_FORMS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (rf"\b(?:[Ss]elon|[Dd][’']après|[Dd][e’'] source(?:s)?|[Aa]ccording to|[Aa]ux dires d[eu]) {_NP}", 0),
        (rf"\b(?:a|ont|avait|avaient)(?:-t-(?:il|elle))? {_SAID_FR}(?: (?:à|aux|au|devant|sur|lors d[eu])\s[^,.;]*?(?=\s(?:le|la|l[’']|un|une|M\.|Mme|[A-ZÉ])))?,? "
         rf"(?P<who>(?:(?:le|la|les|l[’']|un|une|son|sa)\s?)?(?:[\w’'\-]+\s){{0,6}}?[A-ZÉÈ][\w’'\-]+(?:\s[A-ZÉÈ][\w’'\-]+)*)", 0),
        (rf"[»”\"],? {_SAYS_FR} {_NP}", 0),
        (rf"\b{_SAID_EN},? (?P<who>(?:the |a |an )?(?:[\w’'\-]+\s){{0,4}}?[A-Z][\w’'\-]+(?:\s[A-Z][\w’'\-]+)*)(?=[,.;]|$)", 0),
        (rf"(?P<who>(?:(?:Le|La|Les|L[’']|le|la|les|l[’'])\s?)?(?:[\w’'\-]+\s){{0,4}}[\w’'\-]+)(?:, [^,]{{3,60}},)? (?:a|ont|avait|avaient) {_SAID_FR}\b", 0),
        (rf"(?P<who>[A-ZÉ][\w’'\-]+(?:\s[A-ZÉ][\w’'\-]+)*)(?:, [^,]{{3,60}},)? {_SAYS_FR}\b", 0),
        (rf"(?P<who>(?:(?:The|the|a|A)\s)?(?:[\w’'\-]+\s){{0,4}}[\w’'\-]+)(?:, [^,]{{3,60}},)? {_SAID_EN}\b", 0),
    )
)
_PROPER = re.compile(r"[A-ZÉÈÀÎÔ][\w’'\-]+(?:\s(?:(?:de|du|van|von|al|el)\s)?[A-ZÉÈÀÎÔ][\w’'\-]+)*$")
_PRONOUN = re.compile(r"^(?:il|elle|ils|elles|on|he|she|they|it|qui|who|ce|cela|that|ça)$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:le|la|les|the)\s+", re.IGNORECASE)
_PRONOUN_SAYS = re.compile(
    rf"\b(?:a|avait|ont)-t-(?:il|elle)s? {_SAID_FR}|\b(?:il|elle) (?:a|avait) {_SAID_FR}|\b{_SAYS_FR}-t-(?:il|elle)\b|"
    rf"\b(?:he|she) {_SAID_EN}\b",
    re.IGNORECASE,
)


def speaker(reading: Reading, sentence: Sentence) -> str | None:
    """Return who says the sentence, as the document names them, or None when it speaks itself.

    A pronoun ("a-t-il ajouté") stands for the speaker of the sentences before it.
    """
    found = _named(sentence.text)
    if found:
        return _longest(found, reading)
    opened = _PRONOUN_SAYS.search(sentence.text)
    if not opened:
        return None
    index = reading.sentences.index(sentence)
    for earlier in reversed(reading.sentences[max(0, index - 3) : index]):
        if found := _named(earlier.text):
            return _longest(found, reading)
    return None


def _named(text: str) -> str | None:
    for form in _FORMS:
        for match in form.finditer(text):
            who = match.group("who").strip(" ’'")
            if who and not _PRONOUN.match(who.split()[-1]) and not _PRONOUN.match(who.split()[0]):
                return _tidy(who)
    return None


def _tidy(who: str) -> str:
    """A person by name alone, a body by its noun phrase without article."""
    proper = _PROPER.search(who)
    if proper and " " in proper.group():
        return proper.group()
    if proper and len(who.split()) <= 2:
        return proper.group()
    return _ARTICLE.sub("", who)


def _longest(who: str, reading: Reading) -> str:
    """The fullest form that the document gives of a name met alone: "Ouchakov", "Iouri Ouchakov"."""
    if " " in who or not who[:1].isupper():
        return who
    full = re.compile(rf"\b[A-ZÉÈ][\w’'\-]+ {re.escape(who)}\b")
    match = full.search(reading.document.text, reading.document.body_start)
    return match.group() if match else who
