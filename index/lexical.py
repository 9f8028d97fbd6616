"""Words for BM25: the terms of a passage and of a question.

A term is a Snowball stem without diacritics, in the language of its text. A passage is indexed by
the stems of its own language; a question is analysed in each language, because it may be asked
about passages of the other. Names, numbers and words that both languages share meet that way.
"""

import re
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

import Stemmer

from index.lexicon import load

# One weight for all, because each distinct weight costs a search of its own. Between 0.5 and 1
# figures hardly differ across languages; towards 1 false friends cost French questions a little.
_TRANSLATED = 0.7

_SNOWBALL = {"fr": "french", "en": "english"}

# Stop words say nothing about the subject: articles, pronouns, prepositions, auxiliaries,
# question words, negations (BM25 cannot use them), and what elisions and contractions leave.
_STOP_FR = frozenset(
    """
    le la les l un une des du de d au aux à en et ou où ni or donc car mais que qui quoi dont qu
    ce cet cette ces ça cela ceci celui celle ceux celles ci là y
    je j tu il elle on nous vous ils elles me m te t se s moi toi lui eux leur leurs soi
    mon ma mes ton ta tes son sa ses notre nos votre vos même mêmes
    par pour sur sous dans avec sans chez vers entre contre depuis pendant lors selon dès afin
    comme si quand lorsque lorsqu puisque puisqu parce jusque jusqu quoique quoiqu tandis ainsi
    alors puis aussi très trop peu plus moins bien tout toute tous toutes autre autres tel telle
    tels telles chaque quelque quelques quelqu aucun aucune
    ne n pas non oui jamais rien
    être suis es est sommes êtes sont étais était étions étiez étaient été étant sera seront
    serait seraient serai fut furent soit soient
    avoir ai as a avons avez ont avais avait avions aviez avaient eu eue eus eues ayant aura auront
    aurait auraient eut eurent ait aient
    faire fait font peut peuvent doit doivent c
    quel quelle quels quelles comment combien pourquoi
    """.split()
)
_STOP_EN = frozenset(
    """
    a an the and or nor but if then else so because as until while than that which who whom whose
    this these those there here what when where why how
    i me my mine we us our ours you your yours he him his she her hers it its they them their
    theirs myself yourself himself herself itself ourselves themselves
    of to in on at by for with from into onto about against between among through during before
    after above below under over up down out off again further once
    be am is are was were been being have has had having do does did doing done
    will would shall should can could may might must
    not no yes never very too also just only both each few more most other some such any all own
    same
    s t d m ll re ve don doesn didn isn aren wasn weren hasn haven hadn wouldn shouldn couldn
    mustn ain
    """.split()
)
# Lower case, as written, by language.
STOP_WORDS = {"fr": _STOP_FR, "en": _STOP_EN}

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})

# Most texts hold no two digits with one of these between them, and need no look at numbers.
_JOINED = re.compile("[0-9][ \u00a0.,][0-9]")
# Groups of three digits, parted by a space; in English by a comma as well. These patterns begin
# with what they look for, not with what must not stand before it: they are found faster so.
_GROUPS = re.compile(r"[0-9](?<![\w.,][0-9])[0-9]{0,2}(?:[ \u00a0][0-9]{3})+(?!\w)")
_GROUPS_EN = re.compile(r"[0-9](?<![\w.,][0-9])[0-9]{0,2}(?:[, \u00a0][0-9]{3})+(?!\w)")
_SEPARATORS = re.compile("[ \u00a0.,]")
_DECIMAL = re.compile(r"[0-9](?<![^\W_][0-9])[0-9]*[.,][0-9]+")
_TODAY = re.compile(r"aujourd(?<![^\W_]aujourd)['’‘`´]hui(?![^\W_])")
# Keeps a decimal number in one piece while words are cut at every other dot.
_DOT = "\x01"
_BETWEEN = re.compile(rf"[^\w\s{_DOT}]|_")
# The same cut in the one-byte encoding of Western text, where it takes a tenth of the time.
_CUT = bytes(
    ord(" ") if _BETWEEN.match(bytes([code]).decode("cp1252", "replace")) else code
    for code in range(256)
)
_MOST_KNOWN = 100_000
# Passages that may be scored for one question, each once for every term that it holds.
_MOST_SCORED = 10_000


class _Known(dict[str, str]):
    """The term of each word met so far in a language; "" for a stop word."""

    def __init__(self, language: str | None) -> None:
        self._language = language
        self._stop = STOP_WORDS.get(language or "", frozenset())

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[word] = term = "" if word in self._stop else _stem(word, self._language)
        return term


_KNOWN = {language: _Known(language) for language in ("fr", "en", None)}


def terms(text: str, language: str | None) -> list[str]:
    """Return the terms of `text` in order, repeats kept: stop words gone, stemmed, folded.

    `language` is "fr" or "en"; in any other, and in None, words are folded but not stemmed, and
    no word is a stop word. A term holds letters and digits, and a dot in "2.5" (from "2,5").
    """
    known = _KNOWN.get(language, _KNOWN[None])
    return list(filter(None, map(known.__getitem__, _words(text, language))))


def query_terms(question: str) -> list[tuple[str, float]]:
    """Return the terms to look for, each once with its weight, sorted by term.

    A question is read in French, in English and as it stands. A passage holds terms of one
    reading only, so that no word is counted twice. The stop words of the language that the
    question seems to be in are left out of every reading: "le" is in many an English passage
    about France. Translations of its words (`index.lexicon`) weigh less than the words.
    """
    words = _words(question, None)
    shared = {language: len(stop.intersection(words)) for language, stop in STOP_WORDS.items()}
    spoken = [language for language in shared if shared[language] == max(shared.values())]
    stop = frozenset[str]().union(*(STOP_WORDS[language] for language in spoken))
    found = {
        stem(word, language): 1.0
        for language in ("fr", "en", None)
        for word in _words(question, language)
        if word not in stop
    }
    for language in spoken:
        for term in terms(question, language):
            for translation, _ in load().translations(term, language):
                found.setdefault(translation, _TRANSLATED)
    return sorted(found.items())


def affordable(
    query: Sequence[tuple[str, float]], passages: Mapping[str, int]
) -> list[tuple[str, float]]:
    """Return the rarest terms of a query, as many as BM25 can score within some 10 ms.

    `passages` says in how many passages a term stands; terms that it lacks are left out. The rarest
    is kept whatever it costs. Common terms hardly move a score: over 200,000 passages, questions
    found their paragraphs nearly as well without them, in a fifth of the time.
    """
    known = [(passages[term], term, weight) for term, weight in query if term in passages]
    rarest_first = sorted(known)
    costs = accumulate(cost for cost, _, _ in rarest_first)
    return [
        (term, weight)
        for i, (cost, (_, term, weight)) in enumerate(zip(costs, rarest_first, strict=True))
        if i == 0 or cost <= _MOST_SCORED
    ]


def match_expression(words: Sequence[str]) -> str:
    """Return an FTS5 expression that matches any of `words`; no word can become its syntax."""
    return " OR ".join('"' + word.replace('"', '""') + '"' for word in words)


def _words(text: str, language: str | None) -> list[str]:
    """Return the words and numbers of `text`, lower case, numbers in one spelling."""
    plain = unicodedata.normalize("NFC", text).lower().replace(_DOT, "\n")
    plain = plain.replace("\u202f", " ").replace("\u2009", " ").replace("ʼ", "'")
    if _JOINED.search(plain):
        groups = _GROUPS_EN if language == "en" else _GROUPS
        plain = groups.sub(lambda group: _SEPARATORS.sub("", group[0]), plain)
        plain = _DECIMAL.sub(lambda number: _SEPARATORS.sub(_DOT, number[0]), plain)
    if "aujourd" in plain:
        plain = _TODAY.sub("aujourdhui", plain)
    try:
        plain = plain.encode("cp1252").translate(_CUT).decode("cp1252")
    except UnicodeEncodeError:
        plain = _BETWEEN.sub(" ", plain)
    return plain.replace(_DOT, ".").split()


@lru_cache(maxsize=20_000)
def stem(word: str, language: str | None) -> str:
    """Return the stem of a lower-case word without diacritics and ligatures."""
    return _stem(word, language)


def _stem(word: str, language: str | None) -> str:
    if language == "fr":
        word = _singular(word)
    if language is not None and language in _SNOWBALL:
        word = _STEMMERS.of[language].stemWord(word)
    return fold(word)


class _Stemmers(threading.local):
    """The stemmer of each language: for each thread its own, since none is safe to share."""

    def __init__(self) -> None:
        self.of = {language: Stemmer.Stemmer(name, 0) for language, name in _SNOWBALL.items()}


_STEMMERS = _Stemmers()


def _singular(word: str) -> str:
    """Return a French word without the s or x of the plural.

    Snowball keeps some plurals apart from their singulars: "abattus", "étrangers".
    """
    if len(word) > 4 and word[-1] in "sx" and word[-2] not in "su":
        return word[:-1]
    return word[:-1] if len(word) > 5 and word.endswith("us") else word


def fold(word: str) -> str:
    """Return a lower-case word without diacritics and ligatures."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word.translate(_LIGATURES))
    return "".join(c for c in parts if not unicodedata.combining(c))
