"""Understanding a question: its language, what it asks for, and the words that carry it."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from index.language import language_of
from index.lexical import STOP_WORDS
from rag.answer import Language
from rag.judgement import JUDGING
from rag.values import find_values
from rag.values.value import Kind, Value
from rag.words import Word, words

Ask = Literal[
    "value", "person", "organisation", "place", "reason", "judgement", "quotation", "yes_no", "open"
]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that an answer should speak of, and how much it counts (0 to 1)."""

    word: Word
    weight: float


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `asks` says what sort of thing answers it; `kinds` the kinds of value when that is a value,
    likeliest first; `counted` the words that name what is counted; `terms` the words that carry
    the question, names included; `when` the dates that it names as a condition; `future` whether
    it asks of what is to come, None where its tense does not tell.
    """

    text: str
    language: Language
    asks: Ask
    kinds: tuple[Kind, ...]
    counted: tuple[Term, ...]
    terms: tuple[Term, ...]
    when: tuple[Value, ...]
    future: bool | None

    @property
    def names(self) -> tuple[Term, ...]:
        """The terms that are proper names."""
        return tuple(term for term in self.terms if term.word.name)


@dataclass(frozen=True, slots=True)
class _Form:
    """A way of asking: a pattern, and what it asks for. `drop` are words it makes redundant."""

    pattern: re.Pattern[str]
    asks: Ask
    kinds: tuple[Kind, ...] = ()


def _form(pattern: str, asks: Ask, *kinds: Kind) -> _Form:
    flags = re.NOFLAG if "[A-Z" in pattern else re.IGNORECASE
    return _Form(re.compile(pattern, flags), asks, kinds)


# The first form that matches decides, so the particular stands before the general.
_FORMS: dict[Language, tuple[_Form, ...]] = {
    "fr": (
        _form(r"\bà quelle heure\b|\bvers quelle heure\b", "value", "time"),
        _form(r"\bcombien d[e’']\s?(fois)\b", "value", "count", "ordinal"),
        _form(
            r"\bcombientième|\bquantième|\bquel rang\b|\bquelle place\b|\ble combien\b|\bla combien\b",
            "value",
            "ordinal",
            "ratio",
        ),
        _form(
            r"\b[Qq]ui (?:est|était|sont|étaient) (?:[A-ZÉ]|M\.|Mme)|\bc[’']est qui\b|\bqu[’']est-ce qu[e’']\s?(?:un|une|le|la|l[’'])\b",
            "open",
        ),
        _form(
            r"\bcombien de temps\b|\bcombien d[’']heures\b|\bquelle\b.*\bdurée\b|\bdurée\b.*\?"
            r"|\bcombien de (minutes|jours|semaines|mois|secondes)\b|\bcombien d[’']années\b"
            r"|\b(?:dur|prolong)\w+\b.*\bcombien\b|\bcombien\b.*\bdur(?:e|é|ait|er|ent)\w*\b",
            "value",
            "duration",
        ),
        _form(r"\bquel(?:le)?\b.*\bâge\b", "value", "age", "duration"),
        _form(
            r"\bcombien de (?:kilomètres|km|mètres|miles)\b|\bà quelle distance\b|"
            r"\bquelle\b.*\b(?:distance|longueur|hauteur|portée|profondeur|largeur|altitude)\b",
            "value",
            "distance",
        ),
        _form(r"\bcombien\b.*\bmesur\w+|\bà quelle hauteur\b", "value", "distance", "area"),
        _form(r"\bà quelle vitesse\b|\bquelle\b.*\bvitesse\b", "value", "speed"),
        _form(
            r"\bquelle\b.*\b(?:superficie|surface|étendue)\b|\bcombien d[’']hectares\b",
            "value",
            "area",
            "count",
        ),
        _form(
            r"\bcombien\b.*\bpès\w+|\bquel\b.*\bpoids\b|\bcombien de (?:tonnes|kilos|kg|kilogrammes)\b",
            "value",
            "mass",
        ),
        _form(r"\bquelle\b.*\btempérature\b|\bcombien de degrés\b", "value", "temperature"),
        _form(r"\bcombien de litres\b|\bquel\b.*\bvolume\b", "value", "volume"),
        _form(
            r"\bquel(?:le)? (?:\w+ )?(?:hausse|augmentation|baisse|revalorisation|diminution|progression|chute|recul)\b",
            "value",
            "percentage",
            "money",
            "count",
            "ratio",
        ),
        _form(
            r"\bquel\b.*\b(?:pourcentage|taux)\b|\bquelle\b.*\b(?:part|proportion)\b"
            r"|\bde combien\b.*\b(?:augment|baiss|progress|recul|chut|bais|grimp|diminu)\w+",
            "value",
            "percentage",
            "ratio",
            "money",
            "count",
        ),
        _form(
            r"\bcombien\b.*\b(?:coût|cout|vaut|valait|valent|pay|rapport|touch|dépens|investi|vers)\w*"
            r"|\bquel\w*\b.*\b(?:prix|coût|montant|budget|salaire|chiffre d[’']affaires|bénéfice|facture|"
            r"amende|recette|valeur|loyer|tarif|prime|bonus|indemnité|subvention|dégâts|dommages)\w*\b|\bà combien\b.*\b(?:estim|évalu|chiffr|élèv|s[’']élèv)\w*|\bcombien d[’'](?:argent|euros)\b|\bcombien de dollars\b",
            "value",
            "money",
            "count",
        ),
        _form(
            r"\bquel\b.*\b(?:score|résultat)\b|\bcombien de voix\b|\bpar combien\b",
            "value",
            "ratio",
            "count",
            "percentage",
        ),
        _form(r"\bcombien\b|\bquel\w*\b.*\b(?:nombre|bilan|effectif)\b", "value", "count"),
        _form(
            r"\bquelle année\b|\bquand\b|\bquel jour\b|\bquelle\b.*\bdate\b|\bquel mois\b|\bdate de\b",
            "value",
            "date",
        ),
        _form(
            r"\bpourquoi\b|\bpour quelle(?:s)? raisons?\b|\bquelle\w*\b.*\b(?:cause|raison|origine)s?\b"
            r"|\bqu[’']est-ce qui a (?:causé|provoqué)\b",
            "reason",
        ),
        _form(
            r"\boù\b|\bdans quel(?:le)?s? (?:ville|pays|région|lieu|endroit|commune|quartier)\b|\bquel(?:le)? "
            r"(?:ville|pays|lieu|endroit)\b",
            "place",
        ),
        _form(
            r"\bquel(?:le)?s? (?:entreprise|société|organisation|parti|syndicat|groupe|banque|journal|"
            r"association|institution|laboratoire|université|équipe|club)s?\b",
            "organisation",
        ),
        _form(
            r"\b(?:pens|jug|réagi)\w+\b.*\b(?:de|du|des|à|au|l[’']|le|la|les)\b|\b(?:avis|opinion|réaction|jugement)s?\b|\bbonne (?:chose|idée|"
            r"nouvelle|affaire)\b|\bmauvaise (?:chose|idée|nouvelle)\b|\b(?:un|une|d[’']un|d[’']une) (?:succès|réussite|échec|fiasco|triomphe)\b"
            r"|\bvaut-(?:il|elle) (?:la peine|le coup)\b|\bcomment\b.*\b(?:perçu|accueilli|jugé|qualifi)\w*",
            "judgement",
        ),
        _form(
            r"\bqu?[’']?(?:e)?\s?(?:dit|disent|a dit|ont dit|a déclaré|déclare|affirme|pense|pensent|"
            r"reproche|répond|a répondu|propose|promet|demande)\b|\bque\b.*\bdit-(?:il|elle)\b|\bqu[’'](?:a|ont|en)\b.*"
            r"\b(?:dit|déclaré|affirmé|répondu|promis|pensé|annoncé|pense|dit)\b|\bselon\b.*\bque\b",
            "quotation",
        ),
        _form(
            r"^\W*(?:qui|à qui|de qui|par qui|avec qui|chez qui)\b|\bqui\b.*\?$|\bquel(?:le)?s? (?:ministre|président|"
            r"homme|femme|personne|maire|juge|auteur|responsable|directeur|directrice)\b|\bcomment s[’']appelle\b",
            "person",
        ),
        _form(
            r"^\W*est-ce (?:que|qu[’'])|^\W*(?:\w+[’'])?(?:le|la|les|l[’']|un|une|des|ce|cette)?\b.*-(?:t-)?(?:il|elle|ils|elles|on|ce)\b",
            "yes_no",
        ),
    ),
    "en": (
        _form(r"\bwhat time\b|\bat what hour\b", "value", "time"),
        _form(r"\bhow many times\b|\bhow often\b", "value", "count", "ordinal"),
        _form(
            r"\bhow manieth\b|\b(?:first|second|third|fourth|fifth|sixth|seventh)\b.*\bor\b|\bthe (?:fourth|fifth|sixth|seventh|eighth|third),|"
            r"\bwhat (?:place|rank|position)\b",
            "value",
            "ordinal",
            "ratio",
        ),
        _form(r"\b[Ww]ho(?: is|'s|’s| was| are) [A-Z]|\bwhat is an?\b", "open"),
        _form(
            r"\bhow long (?:is|was|are|were) (?:the |this |that )?\w*\s?(?:bridge|road|tunnel|line|route|track|section|river|wall|pipeline|"
            r"motorway|bypass|fence)\b|\bhow (?:far|tall|high|deep|wide)\b|\bwhat\b.*\b(?:distance|length|height|depth|width|range|altitude)\b"
            r"|\bhow many (?:kilomet\w+|miles|met(?:er|re)s|km|feet)\b",
            "value",
            "distance",
        ),
        _form(
            r"\bhow long\b|\bhow many (?:hours|minutes|days|weeks|months|years|seconds)\b|\bhow much time\b|\bwhat\b.*\bduration\b",
            "value",
            "duration",
        ),
        _form(r"\bhow old\b|\bwhat age\b|\bthe age of\b", "value", "age", "duration"),
        _form(r"\bhow fast\b|\bwhat\b.*\bspeed\b", "value", "speed"),
        _form(
            r"\bwhat\b.*\b(?:surface|area)\b.*\b(?:of|cover\w*)\b|\bhow many (?:hectares|acres|square)\b|\bhow (?:big|large)\b",
            "value",
            "area",
            "money",
            "count",
            "distance",
            "volume",
            "percentage",
        ),
        _form(
            r"\bhow heavy\b|\bhow much (?:do|does|did)\b.*\bweigh\b|\bwhat\b.*\bweight\b|\bhow many (?:tonnes|tons|kilos|kg|kilograms|pounds)\b",
            "value",
            "mass",
        ),
        _form(
            r"\bhow (?:hot|cold)\b|\bwhat\b.*\btemperature\b|\bhow many degrees\b",
            "value",
            "temperature",
        ),
        _form(r"\bhow many lit(?:re|er)s\b|\bwhat\b.*\bvolume\b", "value", "volume"),
        _form(
            r"\b(?:what|which) (?:\w+ ){0,2}(?:rise|increase|raise|cut|drop|growth|decline)\b",
            "value",
            "percentage",
            "money",
            "count",
            "ratio",
        ),
        _form(
            r"\bwhat\b.*\b(?:percentage|percent|per cent|share|proportion|rate|fraction)\b|\bhow much\b.*\b(?:rise|rose|grow|grew|fall|fell|"
            r"increase|decrease|drop|decline)\w*\b",
            "value",
            "percentage",
            "ratio",
            "money",
            "count",
        ),
        _form(
            r"\bhow much\b|\bwhat\b.*\b(?:price|cost|budget|amount|salary|revenue|profit|turnover|fine|bill|value|fee|worth|loss|bonus|damage|damages|grant|compensation)\b|\b(?:estimated|valued|put) at\b"
            r"|\bhow many (?:euros|dollars|pounds)\b",
            "value",
            "money",
            "count",
            "percentage",
        ),
        _form(
            r"\bwhat\b.*\b(?:score|result)\b|\bhow many votes\b|\bby how many\b|\bvote count\b",
            "value",
            "ratio",
            "count",
            "percentage",
        ),
        _form(r"\bhow many\b|\bwhat\b.*\b(?:number|death toll|toll|headcount)\b", "value", "count"),
        _form(
            r"\bwhen\b|\b(?:what|which) (?:year|date|day|month)\b|\bwhat\b.*\bdate\b",
            "value",
            "date",
        ),
        _form(r"\bwhy\b|\bwhat\b.*\b(?:cause|reason|motive)\w*\b|\bhow come\b", "reason"),
        _form(
            r"\bwhere\b|\b(?:in )?(?:what|which) (?:city|country|town|place|region|venue|village|state)\b",
            "place",
        ),
        _form(
            r"\b(?:what|which) (?:company|companies|firm|organi[sz]ation|party|union|group|bank|newspaper|agency|university|team|club|lab)\b",
            "organisation",
        ),
        _form(
            r"\b(?:think|thought|thinks|feel|make) (?:of|about)\b|\b(?:opinion|view|reaction|verdict|judg[e]?ment)s?\b|\b(?:a|an) (?:success|failure|triumph|"
            r"disaster|fiasco|flop)\b|\bgood (?:thing|idea|news|deal)\b|\bbad (?:thing|idea|news|deal)\b|\bworth (?:it|the)\b|"
            r"\bhow (?:did|does|do|was|were|is|are)\b.*\b(?:react|describe|judge|respond|view|see|received|rated|seen)\w*\b",
            "judgement",
        ),
        _form(
            r"\bwhat (?:did|does|do|has|have|had|is|was)\b.*\b(?:say|said|think|claim|state|declare|announce|reply|tell|promise|propose|argue|saying)\b",
            "quotation",
        ),
        _form(
            r"^\W*(?:(?:by|with|to|from|for|and|so)\s)?who(?:m|se)?\b|\bwho\b|\bwhat(?: is| was|'s) the name of\b|"
            r"\b(?:what|which) (?:minister|president|man|woman|person|mayor|judge|author|director|player)\b",
            "person",
        ),
        _form(
            r"^\W*(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should)\b",
            "yes_no",
        ),
    ),
}

# Words of a form itself: they say what is asked, and are no condition on what answers.
_FORM_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "combien temps quel quelle quels quelles quand pourquoi comment où qui que quoi lequel laquelle est-ce date "
        "nombre heure jour année mois raison cause fois montant âge durée idée sais savoir connaît connaître dis "
        "quelqu quelque chose quoi dire dit déclare déclaré affirme affirmé pense pensent penser juge jugent avis exactement environ exact exacte bonne chose".split()
    ),
    "en": frozenset(
        "how long many much what when where why who whom whose which time date number year day month reason times "
        "old far amount age duration exactly know tell idea exact name called happen happened place say says said think thinks thought "
        "opinion view good thing anyone anybody anything someone somebody something supposed first second third fourth fifth sixth each".split()
    ),
}
# Concepts that a value's own kind already says: "how long did it last" needs no word for lasting.
_IMPLIED: dict[Kind, frozenset[str]] = {
    "duration": frozenset({"last", "start", "length"}),
    "money": frozenset({"cost", "pay"}),
    "date": frozenset({"planned", "start"}),
    "distance": frozenset({"length", "height", "depth", "width", "range", "measure"}),
    "percentage": frozenset({"percent"}),
    "count": frozenset({"number", "result", "people"}),
    "ratio": frozenset({"result"}),
    "time": frozenset(),
    "age": frozenset({"age"}),
    "mass": frozenset({"weight"}),
    "speed": frozenset({"speed"}),
    "area": frozenset({"area"}),
    "temperature": frozenset({"temperature"}),
}
_NAME_WEIGHT, _WORD_WEIGHT, _IMPLIED_WEIGHT, _LIGHT_WEIGHT = 0.8, 1.0, 0.6, 0.35
# Verbs that say little without their object.
_LIGHT: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "recueilli recueillie recueillies recueillir réuni réunie réunir compté donné donnée donner donne met mis mise prendre pris prise aller allé venir venu arriver arrivé arrivée lieu obtenu "
        "obtenue obtenir reçu effectuer réaliser compter compte total montée monté porter porté".split()
    ),
    "en": frozenset(
        "collect collected gather gathered give given gave make made take took taken get got go went gone come came put set held hold total overall involved "
        "receive received obtained reach reached".split()
    ),
}
_INFORMAL = re.compile(r"\bc[’'] ?(?:est|était) quoi\b", re.IGNORECASE)
_GENERIC = frozenset({"people", "number"})
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]*\d)")


def detect_language(text: str) -> Language:
    """Return the language of a question, French or English, whichever is likelier."""
    lower = {w.casefold() for w in re.findall(r"[^\W\d_]+", text)}
    french, english = (len(lower & STOP_WORDS[name]) for name in ("fr", "en"))
    if french != english:
        return "fr" if french > english else "en"
    return language_of(text)


def understand(text: str) -> Question:
    """Return what the question asks for; a form that is not recognised asks for something open."""
    language = detect_language(text)
    asked = _INFORMAL.sub("quelle est", text)
    form = next((f for f in _FORMS[language] if f.pattern.search(asked)), None)
    kinds = form.kinds if form else ()
    asks: Ask = form.asks if form else "open"
    if asks == "yes_no" and (JUDGING.search(text) or _HOW_WELL.search(text)):
        asks = "judgement"
    when = _when(text, language)
    terms = _terms(text, language, kinds, when)
    if form and form.asks in ("organisation", "place"):
        said = form.pattern.search(text)
        terms = tuple(t for t in terms if not (said and said.start() <= t.word.start < said.end()))
    return Question(
        text,
        language,
        asks,
        kinds,
        _counted(text, language, terms) if "count" in kinds[:1] else (),
        terms,
        when,
        _future(text, language),
    )


_HOW_WELL = re.compile(
    r"\b(?:well|properly|adequately|enough|right to|bien|assez|suffisamment|correctement|raison de)\b",
    re.IGNORECASE,
)
_COMING = {
    "fr": re.compile(
        r"\b(?:va|vont|doit|doivent|aura|auront|sera|seront|\w{3,}(?:era|ira|dra|eront|iront|dront))(?:-t-)?\b|\bprévu",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:will|going to|due|scheduled|supposed|expected|planned|next)\b|^\W*(?:when|what time|how many|how much) (?:do|does|is|are)\b",
        re.IGNORECASE,
    ),
}
_GONE = {
    "fr": re.compile(
        r"\b(?:a|ont|est|sont)(?:-t-(?:il|elle|on)|-(?:il|elle|ils|elles))?(?: \w+)? \w+(?:é|ée|és|ées|i|is|ie|u|ue|us|it|ert|erte)\b|\b(?:avait|était|étaient|fut|avaient)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(r"\b(?:did|was|were|had|has|have)\b", re.IGNORECASE),
}


def _future(text: str, language: Language) -> bool | None:
    if _COMING[language].search(text):
        return True
    return False if _GONE[language].search(text) else None


def _when(text: str, language: Language) -> tuple[Value, ...]:
    """The dates that the question names; a bare year ("the 2016 strike") is one."""
    found = [v for v in find_values(text, language, None) if v.kind == "date"]
    for match in _YEAR.finditer(text):
        if not any(v.start < match.end() and match.start() < v.end for v in found):
            year = int(match.group())
            low, high = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
            found.append(
                Value("date", low, high, "day", "exact", match.start(), match.end(), match.group())
            )
    return tuple(found)


def _terms(
    text: str, language: Language, kinds: tuple[Kind, ...], when: tuple[Value, ...]
) -> tuple[Term, ...]:
    """The content words, each once; words that the asked kind implies count for little."""
    implied = _IMPLIED.get(kinds[0], frozenset()) if kinds else frozenset()
    found: dict[str, Term] = {}
    for i, word in enumerate(words(text, language)):
        lower = word.text.casefold()
        if lower in STOP_WORDS[language] or lower in _FORM_WORDS[language] or len(lower) < 2:
            continue
        if any(value.start <= word.start < value.end for value in when):
            continue
        name = word.name and i > 0
        weight = _NAME_WEIGHT if name else _WORD_WEIGHT
        if not name and lower in _LIGHT[language]:
            weight = _LIGHT_WEIGHT
        elif not name and word.concepts & implied:
            weight = _LIGHT_WEIGHT if word.concepts & _GENERIC else _IMPLIED_WEIGHT
        word = Word(
            language, word.text, word.start, word.end, word.stem, word.folded, word.concepts, name
        )
        found.setdefault(word.stem, Term(word, weight))
    return tuple(found.values())


_COUNTED = {
    "fr": re.compile(
        r"\bcombien (?:y a-t-il )?d[e’']\s?(?:la |l[’'])?|\bnombre (?:total )?d[e’']\s?",
        re.IGNORECASE,
    ),
    "en": re.compile(r"\bhow many\s|\bnumber of\s", re.IGNORECASE),
}


def _counted(text: str, language: Language, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms that name what is counted: those within three words after "combien de"."""
    asked = _COUNTED[language].search(text)
    if asked is None:
        return ()
    after = [term for term in terms if term.word.start >= asked.end()]
    near = after[:1]
    for term in after[1:3]:
        if not re.search(r"[,;]|\b\w+\s+\w+\s", text[near[-1].word.end : term.word.start]):
            gap = text[near[-1].word.end : term.word.start].strip().casefold()
            if language == "en" and gap == "":
                near.append(term)
                continue
        break
    return tuple(near[-1:] if language == "en" else near)
