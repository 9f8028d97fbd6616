"""The words by which French and English name who says something (`speech.toml`)."""

import re
from functools import cache

from rag.answer import Language
from rag.cues import pattern, table

Verbs = str
"""The kinds of verb: `saying`; `clausal`, with a clause or of a paper; `quoting`, only behind a
quotation; `weak` and `counting`, deeds as well, which say something when a person or a body is
their subject."""

KINDS: tuple[Verbs, ...] = ("saying", "clausal", "weak", "counting", "quoting")


@cache
def finite(kind: Verbs, language: Language) -> re.Pattern[str]:
    """Return what finds the finite forms of the verbs of one kind."""
    phrases = table("speech")[language][kind]["phrases"]
    return _any_of([*phrases, *_forms(kind, language)])


def _forms(kind: Verbs, language: Language) -> list[str]:
    """The finite forms of the verbs of one kind, but for those in phrases."""
    verbs = table("speech")[language][kind]
    forms = [form for verb in verbs["regular"].split() for form in _conjugated(verb, language)]
    first = 0 if language == "en" else 1  # of a French line the participle stands first
    return forms + [form for line in verbs["irregular"] for form in line.split()[first:]]


@cache
def participles(kind: Verbs, language: Language) -> re.Pattern[str]:
    """Return what finds the participles of the verbs of one kind, as in "a déclaré"."""
    verbs = table("speech")[language][kind]
    if language == "en":
        regular = [_conjugated(verb, language)[-1] for verb in verbs["regular"].split()]
        return _any_of([*regular, *(line.split()[0] for line in verbs["irregular"])])
    regular = [re.sub(r"er$", "ée?s?", verb) for verb in verbs["regular"].split()]
    irregular = [f"{line.split()[0]}e?s?" for line in verbs["irregular"]]
    return _any_of([*verbs["participles"], *regular, *irregular])


@cache
def gerunds() -> re.Pattern[str]:
    """Return what finds the French gerunds of verbs that say something: "en ajoutant que"."""
    forms = [form for kind in ("saying", "clausal") for form in _forms(kind, "fr")]
    # The stem is that of the imperfect: "soutient", but "soutenait" and "soutenant".
    ends = re.compile(r"(?:ait|(?<=iss)ent)$")
    return _any_of([ends.sub("ant", form) for form in forms if ends.search(form)])


def _any_of(forms: list[str]) -> re.Pattern[str]:
    return re.compile(pattern(rf"\b(?:{'|'.join(dict.fromkeys(forms))})\b"))


def _conjugated(verb: str, language: Language) -> list[str]:
    """The forms of the present and the past; of a French verb the imperfect too."""
    if language == "en":
        stem = verb.removesuffix("e") if not verb.endswith("y") else verb[:-1] + "i"
        third = stem + ("es" if stem != verb or verb[-2:] in ("sh", "ch", "ss") else "s")
        return [verb, third, stem + "ed"]
    stem = verb.removesuffix("er")
    open_stem = re.sub(r"é(?=[^aeiou]{1,2}$)", "è", stem)
    open_stem = re.sub(r"(?<=app)el$", "ell", open_stem)
    soft = {"g": stem + "e", "c": stem[:-1] + "ç"}.get(stem[-1], stem)
    past = [f"{soft}a", f"{stem}èrent"]
    return [f"{open_stem}e", f"{open_stem}ent", f"{soft}ait", f"{soft}aient", *past]


@cache
def frame(name: str, language: Language) -> str:
    """Return a pattern of the frame that names a holder; of several, any."""
    patterns = table("speech")[language]["frame"][name]
    return pattern(patterns if isinstance(patterns, str) else f"(?:{'|'.join(patterns)})")


@cache
def around(language: Language, who: str) -> tuple[re.Pattern[str], ...]:
    """Return the further phrases around a holder, whom the pattern `who` finds."""
    forms = table("speech")[language]["frame"]["around"]
    return tuple(re.compile(pattern(form).replace("WHO", who)) for form in forms)


@cache
def before(language: Language) -> re.Pattern[str]:
    """Return what finds a phrase that leads to a holder: "selon", "according to"."""
    frame = table("speech")[language]["frame"]
    words = sorted(frame["before"], key=len, reverse=True)
    return re.compile(
        pattern(rf"\b(?:{'|'.join(words)})(?!\s(?:{frame['after_which']})\b)\s?"), re.IGNORECASE
    )


Noun = str
"""`persons`, `bodies`, `counters` (bodies whose counting is a report), `courts` (whose word is a
deed), `papers`, `instruments`; `accounts`, which nobody in particular gives; `others`, which end as
nouns of persons do."""


@cache
def nouns(kind: Noun, language: Language) -> frozenset[str]:
    """Return the nouns of one kind, in the singular."""
    return frozenset(table("speech")[language]["nouns"][kind].split())


@cache
def _endings(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\w{{2,}}{table('speech')[language]['nouns']['endings']}$")


@cache
def is_noun(word: str, kind: Noun, language: Language) -> bool:
    """Return whether a word is a noun of this kind, in the singular or the plural."""
    word = re.sub(r"['’]s?$", "", word)
    parts = (word, *word.split("-"))
    forms = [re.sub(*end, part) for part in parts for end in ((r"ies$", "y"), (r"[sx]?$", ""))]
    forms += parts
    known = nouns(kind, language)
    if any(form in known or form.casefold() in known for form in forms):
        return True
    ends = kind == "persons" and word.islower() and _endings(language).match(parts[-1]) is not None
    return ends and not any(form in nouns("others", language) for form in forms)


def is_report(word: str, language: Language) -> bool:
    """Return whether a noun is of a paper or an instrument that tells ("audit", "capteur")."""
    return is_noun(word, "papers", language) or is_noun(word, "instruments", language)


def is_holder(word: str, language: Language) -> bool:
    """Return whether a noun names a person or a body that is quoted ("maire", "police")."""
    return is_noun(word, "persons", language) or is_noun(word, "bodies", language)
