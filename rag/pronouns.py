"""Whom a pronoun takes up: who is named before it and agrees with it.

Its own sentence is asked first, then who spoke in the sentences before, and whom these open with.
"""

import re

from index.lexical import STOP_WORDS
from rag.answer import Language
from rag.apposition import apposed
from rag.attribution import attributions
from rag.clauses import subjects
from rag.holders import (
    CAPITAL,
    REFERRING,
    is_name,
    is_paper,
    is_person,
    is_person_or_body,
    is_pronoun,
    is_several,
    opening_holder,
    opening_person,
    tidy,
    who,
)
from rag.marks import open_mark
from rag.names import names
from rag.reading import Reading, Sentence, language_of
from rag.speech import frame, is_holder
from rag.titles import TITLE
from rag.verbal import Attribution

_BACK = 4  # sentences that are looked back over for whom a pronoun or a quotation goes on
_PHRASE = 6  # words of a subject; more hold a verb that was not told
_SEVERAL = ("they", "them", "ils", "eux", "elles")
# The pronouns of one person, each with the nouns that its gender does not take up.
_NOT = {
    **dict.fromkeys(("he", "him", "il", "lui"), "not_he"),
    **dict.fromkeys(("she", "her", "elle"), "not_she"),
}


def agrees(pronoun: str, holder: str, language: Language) -> bool:
    """Return whether a pronoun can take up a holder: "they" takes up several, or a body."""
    pronoun, several = pronoun.casefold(), is_several(holder, language)
    if pronoun in _NOT and re.match(frame(_NOT[pronoun], language), holder):
        return False
    if language == "fr":
        return several == (pronoun in _SEVERAL)
    person = _is_one_person(holder, language)
    if pronoun in _SEVERAL:
        return several or person is False
    return not several and person in (None, pronoun != "it")


def _is_one_person(holder: str, language: Language) -> bool | None:
    """Whether a holder is a person, not a body; None of a lone name, which can be either's."""
    name = tidy(holder, language)
    if name is None or not is_name(name, language):
        return is_person(holder, language)
    parts = name.split()
    if holder.casefold() == f"the {name.casefold()}" or any(is_holder(p, language) for p in parts):
        return False
    lone = len(parts) == 1 and not re.match(TITLE, holder)
    return None if lone or parts[-1].endswith("ies") else True


def taken_up(found: Attribution, reading: Reading, sentence: Sentence) -> str | None:
    """Return who says something where the sentence names a pronoun, or None."""
    if own := _opening(found, reading, sentence) or _in_sentence(found, reading, sentence):
        return own
    of_whom, asker = _request_before(reading, sentence)
    if of_whom and agrees(found.who, of_whom, reading.language):
        return fullest(tidy(of_whom, reading.language) or of_whom, reading)
    before = last_speaker(reading, sentence, by=found.who, but=asker)
    return before or _of_own_clause(found, reading, sentence)


def _of_own_clause(found: Attribution, reading: Reading, sentence: Sentence) -> str | None:
    """Who opens a sentence that nobody is named before: "The airline will drop it, it said."."""
    language = reading.language
    opening = re.match(who(language), sentence.text)
    phrases = [one.who for one in subjects(sentence.text[: found.start], language)]
    phrases += [opening["who"]] if opening else []
    name = opening_holder(phrases[0], language) if phrases else None
    if name is None or is_pronoun(name, language) or not _is_known(name, sentence):
        return None
    return fullest(name, reading) if agrees(found.who, name, language) else None


def referred(phrase: str, reading: Reading, sentence: Sentence) -> str | None:
    """Return whom "the latter", « ce dernier », "the former" takes up: who is named right before.

    None for any other phrase, or where nobody is named there.
    """
    told = REFERRING.fullmatch(phrase)
    before = reading.sentences[: reading.sentences.index(sentence)][-1:]
    people = [n for s in before for n in names(s) if n.kind == "person"]
    if told is None or not people:
        return None
    return fullest(people[0 if told["first"] else -1].text, reading)


def _request_before(reading: Reading, sentence: Sentence) -> tuple[str | None, str | None]:
    """Of whom something was asked right before a sentence that tells what they answer, and by whom.

    "Ann Lee asked the council for 40 beds. Asked whether …, it answered": who asks is not asked.
    """
    language, index = reading.language, reading.sentences.index(sentence)
    if not index or not re.match(frame("questioned", language), sentence.text):
        return None, None
    text = reading.sentences[index - 1].text
    form = rf"{who(language)}{frame('between', language)}{frame('requesting', language)}\b"
    request = re.match(rf"(?:[^,;:]{{2,60}}, )?{form}", text)
    if request is None or not is_person_or_body(request["who"], language):
        return None, None
    asker = tidy(request["who"], language)
    left = re.sub(r"^ au(x?) ", lambda to: f" à le{'s' if to[1] else ''} ", text[request.end() :])
    of_whom = re.match(f"{frame('requested_of', language)}{who(language)}", left)
    named = of_whom and re.split(frame("requested", language), of_whom["who"])[0]
    return named, asker and fullest(asker, reading)


def _opening(found: Attribution, reading: Reading, sentence: Sentence) -> str | None:
    """Who opens a sentence that goes on behind a colon: "Le maire reste : il rit, promet-il."."""
    opening = re.match(who(reading.language), sentence.text)
    if opening is None or ":" not in sentence.text[opening.end() : found.start]:
        return None
    capital = any(name.start < opening.end() for name in names(sentence))
    told = apposed(sentence.text, opening.group("who"), opening.end(), reading.language)
    capital = capital or told != opening.group("who")
    name = opening_holder(told, reading.language)
    return fullest(name, reading) if name and (capital or not name[:1].isupper()) else None


def _in_sentence(found: Attribution, reading: Reading, sentence: Sentence) -> str | None:
    """Who opens the clause before, or says all of this one: "The mayor said that she expected"."""
    language, before = reading.language, sentence.text[: found.start]
    several = found.who.casefold() in _SEVERAL
    if before.rstrip().endswith(",") and not (several and found.covers_before):
        if not re.match(frame("subordinate", language), before):
            return None  # "Le maire dormait, ajoute-t-il" can be of another's words
    named = [(one.start, one.who) for one in subjects(before, language)]
    named += [(one.start, one.who) for one in attributions(before, language) if one.covers_after]
    for start, holder in sorted(named, reverse=True):
        if open_mark(before[:start]) is not None:
            continue  # within what is said: "“My mother told me so,” she says"
        if _is_known(holder, sentence) and not is_pronoun(holder, language):
            name = tidy(holder, language)
            return fullest(name, reading) if name and agrees(found.who, holder, language) else None
    people = [name for name in names(sentence) if name.kind == "person" and name.end <= found.start]
    if people and not before[: people[0].start].strip() and found.who.casefold() in _NOT:
        return tidy(people[0].text, language) or people[0].text
    return None


def last_speaker(
    reading: Reading, sentence: Sentence, by: str | None = None, but: str | None = None
) -> str | None:
    """Return who spoke last in the sentences before, or else the person named there last.

    It is not the one named by `but`. Taken up `by` a pronoun, it is somebody who agrees with it;
    and before anybody who is only named, it is whom a sentence opens with, when all since is
    theirs: "Le président hésite. « Jamais », a-t-il dit. Il a ajouté …".
    """
    language, index = reading.language, reading.sentences.index(sentence)
    theirs = True
    for earlier in reversed(reading.sentences[max(0, index - _BACK) : index]):
        if by and re.match(rf"{by}\b", earlier.text, re.IGNORECASE):
            continue  # it is about the same one: "She laughed at what Lee says. “No,” she said."
        told = attributions(earlier.text, language)
        for found in told:
            name = tidy(found.who, language)
            if not name or is_pronoun(found.who, language):
                continue
            full = fullest(name, reading)
            if full == but or (by and by.casefold() in _NOT and is_paper(found.who, language)):
                continue
            person = is_name(name, language) or is_person(name, language)
            if all(agrees(by, one, language) for one in {found.who, full}) if by else person:
                return full
        if by and theirs and (subject := _subject(earlier, by, language)):
            if fullest(subject, reading) != but:
                return fullest(subject, reading)
        theirs = theirs and any(is_pronoun(found.who, language) for found in told)
        if people := [name for name in _meant(by, earlier, reading) if name != but]:
            return people[0]
    return None


_PAIR = re.compile(rf"^{CAPITAL}(?: {CAPITAL})+ (?:et|and) {CAPITAL}(?: {CAPITAL})+ ")
_HE = r"\b(?:[Ll]e|[Uu]n|M\.|Monsieur|Mr|Sir|King|Lord) (?:[a-zà-ÿ\-]+ )?"
_SHE = r"\b(?:[Ll]a|[Uu]ne|[Ss]a|Mme|Mlle|Madame|Mrs|Ms|Miss|Lady) (?:[a-zà-ÿ\-]+ )?"


def _meant(by: str | None, sentence: Sentence, reading: Reading) -> list[str]:
    """The persons that a sentence names whom a pronoun may take up; of two as likely, neither."""
    people = _people(sentence, reading)
    if by is None:
        return people
    if by.casefold() not in _NOT:
        return []
    people = [name for name in people if _may_be(by, name, reading)]
    return [] if len(people) > 1 and _PAIR.match(sentence.text) else people


def _may_be(pronoun: str, name: str, reading: Reading) -> bool:
    """Whether nothing before a name in the document tells that the pronoun is not of their sex."""
    his = pronoun.casefold() in ("he", "him", "il", "lui")
    other, own = (_SHE, _HE) if his else (_HE, _SHE)
    text = reading.document.text
    return not re.search(other + re.escape(name), text) or bool(
        re.search(own + re.escape(name), text)
    )


def _people(sentence: Sentence, reading: Reading) -> list[str]:
    """The persons that a sentence names, behind those whom it is about: "In a note to Ann, Bob"."""
    beside = re.compile(frame("complement", reading.language))
    people = [name for name in names(sentence) if name.kind == "person"]
    people.sort(key=lambda name: beside.search(sentence.text[: name.start]) is not None)
    return [fullest(tidy(name.text, reading.language) or name.text, reading) for name in people]


def _subject(sentence: Sentence, pronoun: str, language: Language) -> str | None:
    """Whom a sentence opens with that a pronoun takes up: a person, several people, a body."""
    text = sentence.text
    if pronoun.casefold() in _NOT and not re.match(frame(_NOT[pronoun.casefold()], language), text):
        if person := opening_person(text, language):
            return person
    opening = next(iter(subjects(text, language)), None)
    if opening is None or not agrees(pronoun, opening.who, language):
        return None
    if opening.start and not _FRONTED.fullmatch(text, 0, opening.start):
        return None
    if len(opening.who.split()) > _PHRASE or not _is_known(opening.who, sentence):
        return None
    end = opening.start + len(opening.who)
    return tidy(apposed(text, opening.who, end, language), language)


_FRONTED = re.compile(r"[^,.;:«“\"]{2,70}, ")  # "In a letter to the prefect, residents …"


def _is_known(holder: str, sentence: Sentence) -> bool:
    """Whether a phrase names a holder, not a word that only opens its sentence: "Markets fell"."""
    language = language_of(sentence.document)
    lone = " " not in holder and not is_holder(holder, language)
    opens = sentence.text.startswith(holder) and all(name.start for name in names(sentence))
    return is_person_or_body(holder, language) and not (lone and opens)


_PARTICLED = re.compile(rf"(?:Le|La|De|Du|Van|Von|Mac|Ben|Al|El) {CAPITAL}$")


def fullest(name: str, reading: Reading) -> str:
    """Return the fullest form that the document gives of a surname met alone ("Belov")."""
    if (" " in name and not _PARTICLED.match(name)) or not name[:1].isupper():
        return name
    full = re.compile(rf"\b(?!{TITLE}){CAPITAL} {re.escape(name)}\b")
    for match in full.finditer(reading.document.text, reading.document.body_start):
        found = match.group()
        opens = found.split()[0].casefold() in STOP_WORDS[reading.language]  # "To Paris, it was"
        if not opens and tidy(found, reading.language) == found:
            return found
    return name
