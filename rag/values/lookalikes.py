"""Figures that are no quantities: dates, times of day, telephone numbers, identifiers, years."""

import re

from rag.values.calendar_words import WEEKDAYS, any_of
from rag.values.numbers import SPACE

_MONTHS = (
    r"(?i:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
    r"|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|janv|févr|juil)\.?"
)
_DAY = r"[0-9]{1,2}(?:er|st|nd|rd|th)?"
# A day of a month, not the first figures of "18 000", nor how many there are: "jeudi 12 personnes".
_DAY_ALONE = (
    rf"(?:0?[1-9]|[12][0-9]|3[01])(?:er|st|nd|rd|th)?(?!\w|[.,][0-9])(?!{SPACE}[0-9]{{3}}(?![0-9]))"
    rf"(?!{SPACE}(?!mars(?!\w)|fois(?!\w))(?-i:[a-zà-ÿ-]+(?:[sx]|people|men|women|children))(?!\w))"
)
_WEEKDAY = any_of((*WEEKDAYS["fr"], *WEEKDAYS["en"]))
# Not before verbs: "members now number 431", "it is to seat 1,250".
NO_VERB = r"(?<!now )(?<!will )(?<!would )(?<!can )(?<!to )"
_NAMED = (
    r"articles?|art\.|pages?|p\.|chapitres?|chapters?|sections?|alinéas?|paragraphes?"
    r"|paragraphs?|figures?|tableaux?|tables?|tomes?|versions?|numéros?|n[°ºo]|no\.|nos\."
    r"|années|years|CAC|RFC|G|boulevard|phase|groupe|group|level|niveau|route|highway"
    r"|room|salle|piste|runway|catégorie|category|gate|porte|vol|flight|épisode|episode|saison"
    r"|season|line|ligne|chambre|bâtiment|bât\.|junction|exit|sortie|lot|quai|platform|bureau"
    r"|studio|channel|chaîne|canal|formul[ae]|division|zone|secteur|sector|ward|étape|stage|type"
    r"|grade|top|train|bus|tram|métro|unité|unit|block|bloc|escalier|stade|poste|case|casier|box"
    r"|ligue|league|windows|android|ios|opus|op\.|loi|décret|law|act|clause|annexe?|rule|règle|base|code|postal|postcode|year|siège|row|rang"
    r"|magnitude|kilomètre|borne"
    rf"|{NO_VERB}(?:numbers?|seat)"
)
_STREETS = "rue|avenue|boulevard|place|chemin|impasse|allée|quai|route|cours|square"
_ROADS = "Road|Street|Avenue|Lane|Drive|Square|Close|Terrace|Place|Way|Gardens|Boulevard|Rd|Ave"
_CALLED = (
    r"appel\w{1,4}(?: le| au)?|compos\w{1,4}(?: le)?|le numéro|call|dial|ring|tél\w*\.?|tel\.?"
)
_LED_BY_FIGURE = (
    rf"(?:\A|(?<=\n))[0-9]{{1,2}}(?:[.)](?={SPACE}\D)|°(?={SPACE}[A-ZÀ-Ý«]))"
    rf"|[0-9]{{2}}(?:[ .\u00a0-][0-9]{{2}}){{4}}(?![0-9])"
    rf"|0[0-9]{{2,4}}(?:[ -][0-9]{{3,4}}){{2}}(?![0-9])"
    rf"|[0-9]{{4}}(?:{SPACE}[0-9]{{4}}){{3}}(?!\w)"
    rf"|24{SPACE}?(?:h|heures|hours)?{SPACE}?(?:/|sur|on){SPACE}?24(?:{SPACE}?h)?(?!\w)"
    rf"|7{SPACE}?(?:j|jours|days)?{SPACE}?(?:/|sur){SPACE}?7(?:{SPACE}?j)?(?!\w)|24/7"
    rf"|[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}(?![0-9])"
    rf"|[0-9]+(?:-[0-9]+){{3,}}"
    rf"|[0-9]{{1,4}}(?:/[0-9]{{1,4}}){{2}}"
    rf"|[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?"
    rf"|{_DAY}(?:{SPACE}(?:au|et|ou|to|and|or){SPACE}|{SPACE}?[-–]{SPACE}?)"
    rf"{_DAY}(?:{SPACE}of)?{SPACE}(?:{_MONTHS})(?!\w)(?:,?{SPACE}[0-9]{{4}}(?!\w))?"
    rf"|{_DAY}(?:{SPACE}of)?{SPACE}(?:{_MONTHS})(?!\w)(?:,?{SPACE}[0-9]{{4}}(?!\w))?"
    rf"|[0-9]{{1,2}}{SPACE}?(?i:a\.?m\.?|p\.?m\.?|o[’']clock)(?!\w)"
    rf"|[0-9]{{1,2}}(?:e|è|ème|er|st|nd|rd|th)[ \u00a0-](?i:siècle|century)"
    rf"|[0-9]{{3}}0s|[1-9]0s"
    rf"|[0-9]{{5}}{SPACE}(?=[A-ZÀ-Ý])"
    rf"|[0-9]{{1,4}}(?:{SPACE}(?:bis|ter))?,?{SPACE}(?:{_STREETS}){SPACE}(?:d[eu’']|[A-ZÀ-Ý])"
    rf"|[0-9]{{1,4}}{SPACE}(?:[A-Z]\w+{SPACE}){{1,3}}(?:{_ROADS})(?!\w)"
    rf"|[0-9]{{4}}{SPACE}?[-–/]{SPACE}?[0-9]{{2,4}}(?!\w)"
)
_LED_BY_WORD = (
    rf"(?:{_MONTHS}){SPACE}(?:[0-9]{{4}}|{_DAY}(?:,{SPACE}?|{SPACE})[0-9]{{4}}|{_DAY_ALONE})"
    rf"(?![\w.,]\w)(?!\w)"
    rf"|(?i:{_WEEKDAY}){SPACE}{_DAY_ALONE}"
    rf"|(?i:{_NAMED}){SPACE}?[0-9]+(?:[.,][0-9]+)*(?:{SPACE}?[-–]{SPACE}?[0-9]+)?[A-K]?(?![\w%])"
    rf"|[A-Z]{{2}}[0-9]{{2}}(?:{SPACE}?[0-9A-Z]{{4}}){{2,7}}(?:{SPACE}?[0-9A-Z]{{1,3}})?(?!\w)"
)
_LED_BY_OTHERS = (
    rf"https?://\S+|§+{SPACE}?[0-9]+|[\w.+-]{{1,64}}@[\w.-]+|www\.\S+"
    rf"|\+[0-9]{{1,3}}(?:[ .()-]{{0,2}}[0-9]{{1,4}}){{2,6}}(?![0-9])"
    rf"|\(?[0-9]{{3}}\)?[ .-][0-9]{{3}}-[0-9]{{4}}(?![0-9])"
    rf"|(?i:{_CALLED}):?{SPACE}(?:[0-9]{{2,4}}{SPACE}(?:or|ou){SPACE})?"
    rf"[0-9][0-9 .-]*(?=[,.;:!?)]|$|{SPACE}(?:or|ou|and|et|for|pour|at|avant)(?!\w))"
    rf"|(?:SIRE[NT]|RCS|Siret|Siren)(?:{SPACE}\w+)?{SPACE}:?{SPACE}?[0-9][0-9 ]*"
)
# The first letters tell which to try: most words are followed by no figure.
_LOOKALIKE = re.compile(
    rf"(?<!\w)(?:{_LED_BY_OTHERS}|(?=[0-9])(?:{_LED_BY_FIGURE})"
    rf"|(?=[^\W\d_][^\W\d_.°º]*[.°º]?{SPACE}?[0-9])(?:{_LED_BY_WORD}))"
)
_FIGURE = re.compile("[0-9]")
_YEAR = re.compile(r"(?:19[0-9]{2}|20[0-9]{2}|2100)")
_OLD_YEAR = re.compile(r"1[0-8][0-9]{2}")
_IN = re.compile(
    r"(?:(?<!\w)(?:en|in|since|until|by|after|before|early|late|circa|depuis|dès|après|avant|vers"
    r"|fin) |\(|(?<!\w)1[0-9]{3}(?:,|[ ]and|[ ]et)[ ])$",
    re.IGNORECASE,
)
_YEAR_CUE = re.compile(  # "watched by 2024 people" counts who watched
    r"(?i)(?<!\w)(?:en|in|since|depuis|dès|fin|début|mi|(?<!ed )by|until|before|after|avant|après"
    r"|the|of|de|from|to|et|and|à|l[’']an|année|year|for|pour|during|jusqu[’']en|late|early|circa)"
    r"[ -]$"
)
_CLOCK_AFTER = re.compile(
    rf"{SPACE}(?:du (?:matin|soir)|de l[’']après-midi|GMT|UTC|heure locale|heures locales|locales?"
    rf"|tapantes|précises|pile|in the (?:morning|afternoon|evening))(?!\w)",
    re.IGNORECASE,
)
_CLOCK_BEFORE = re.compile(r"(?<![\w’'])(?:à|vers|dès)[ \u00a0]$", re.IGNORECASE)
_NUMBER_TO = re.compile(  # "six à sept heures"
    r"(?:[0-9]|(?<!\w)(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix))[ \u00a0]à[ \u00a0]$"
)
_CLOCK_LIMIT = re.compile(
    r"(?<!\w)(?:avant|après|jusqu[’']à|depuis|entre|et|à partir de)[ \u00a0]$", re.IGNORECASE
)
_CLOCK_FROM = re.compile(r"(?<!\w)de[ \u00a0]$", re.IGNORECASE)
_CLOCK_TO = re.compile(rf"{SPACE}(?:à|jusqu[’']à){SPACE}[0-9]")
_SHORT_HOUR = re.compile(rf"{SPACE}?h(?!eure)")
_AFTERNOON = re.compile(rf"(?:1[3-9]|2[0-3]){SPACE}?h{SPACE}?[0-5][0-9](?!\w)")
_OF = re.compile(rf"{SPACE}d(?:e|es|u)?[’' ](?!l[’']après-midi)", re.IGNORECASE)


def lookalikes(text: str) -> list[tuple[int, int]]:
    """The spans, sorted and apart, in which a figure counts nothing."""
    if not _FIGURE.search(text):
        return []
    return [match.span() for match in _LOOKALIKE.finditer(text)]


def is_year(text: str, start: int, end: int, *, named: bool) -> bool:
    """Whether the figure is a year: 1900 to 2100, and no noun, or a word before that says so.

    From 1000 to 1899 figures without a noun are as often counts: there a word, a bracket or
    another year before must say so.
    """
    titled = text[end : end + 2].strip()[:1].isupper()  # "the 2012 Olympics"
    if _OLD_YEAR.fullmatch(text, start, end):
        return (titled or not named) and bool(_IN.search(text[max(0, start - 9) : start]))
    if not _YEAR.fullmatch(text, start, end):
        return False
    return not named or titled or bool(_YEAR_CUE.search(text[max(0, start - 10) : start]))


def is_clock(text: str, start: int, end: int, number_end: int) -> bool:
    """Whether French hours are a time of day ("à 18 h 30") rather than a duration.

    "à deux heures de route" and "après 2h30 de débat" are durations: what follows tells.
    """
    if _CLOCK_AFTER.match(text, end):
        return True
    if _OF.match(text, end):
        return False
    before = text[max(0, start - 12) : start]
    if _NUMBER_TO.search(before):
        return False
    if _CLOCK_BEFORE.search(before):
        return True
    if _AFTERNOON.match(text, start):
        return True
    if _CLOCK_FROM.search(before):
        return bool(_CLOCK_TO.match(text, end))
    written_short = _SHORT_HOUR.match(text, number_end)
    return bool(written_short and _CLOCK_LIMIT.search(before))
