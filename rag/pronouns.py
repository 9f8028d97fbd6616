"""Whom a pronoun takes up: who is named before it and agrees with it.

Its own sentence is asked first, then who spoke in the sentences before, and whom these open with.
"""

import re

from rag.answer import Language
from rag.attribution import attributions
from rag.clauses import subjects
from rag.holders import (
    CAPITAL,
    is_name,
    is_person,
    is_person_or_body,
    is_pronoun,
    is_several,
    opening_holder,
    opening_person,
    tidy,
    who,
)
from rag.names import names
from rag.reading import Reading, Sentence, language_of
from rag.speech import is_holder
from rag.verbal import Attribution

_BACK = 4  # sentences that are looked back over for whom a pronoun or a quotation goes on
_SEVERAL = ("they", "them", "ils", "eux", "elles")
_OTHER_GENDER = {"il": r"(?i:la|une|sa|cette) ", "elle": r"(?i:le|un|ce) "}


def agrees(pronoun: str, holder: str, language: Language) -> bool:
    """Return whether a pronoun can take up a holder: "they" takes up several, or a body."""
    pronoun, several = pronoun.casefold(), is_several(holder, language)
    if language == "fr":
        other = _OTHER_GENDER.get(pronoun)
        return several == (pronoun in _SEVERAL) and not (other and re.match(other, holder))
    if pronoun in _SEVERAL:
        return several or not _is_one_person(holder, language)
    return not several and _is_one_person(holder, language) == (pronoun != "it")


def _is_one_person(holder: str, language: Language) -> bool:
    """Whether a holder is a person by name or role, not a body: "Brightwell Ferries"."""
    name = tidy(holder, language)
    if name and is_name(name, language):
        parts = name.split()
        body = any(is_holder(part, language) or part.isupper() for part in parts)
        return not body and not parts[-1].endswith("ies")
    return is_person(holder, language)


def taken_up(found: Attribution, reading: Reading, sentence: Sentence) -> str | None:
    """Return who says something where the sentence names a pronoun, or None."""
    own = _opening(found, reading, sentence) or _in_sentence(found, reading, sentence)
    return own or last_speaker(reading, sentence, by=found.who)


def _opening(found: Attribution, reading: Reading, sentence: Sentence) -> str | None:
    """Who opens a sentence that goes on behind a colon: "Le maire reste : il rit, promet-il."."""
    opening = re.match(who(reading.language), sentence.text)
    if opening is None or ":" not in sentence.text[opening.end() : found.start]:
        return None
    capital = any(name.start < opening.end() for name in names(sentence))
    name = opening_holder(opening.group("who"), reading.language)
    return fullest(name, reading) if name and (capital or not name[:1].isupper()) else None


def _in_sentence(found: Attribution, reading: Reading, sentence: Sentence) -> str | None:
    """Who opens the clause before, or says all of this one: "The mayor said that she expected"."""
    language, before = reading.language, sentence.text[: found.start]
    if found.covers_before and found.who.casefold() not in _SEVERAL:
        return None  # "Le maire dormait, a-t-il ajouté" can be of another's words
    named = [(one.start, one.who) for one in subjects(before, language)]
    named += [(one.start, one.who) for one in attributions(before, language) if one.covers_after]
    for _, holder in sorted(named, reverse=True):
        if _is_known(holder, sentence) and not is_pronoun(holder, language):
            name = tidy(holder, language)
            return fullest(name, reading) if name and agrees(found.who, holder, language) else None
    people = [name for name in names(sentence) if name.kind == "person" and name.end <= found.start]
    if people and not before[: people[0].start].strip() and agrees(found.who, "Ann Lee", language):
        return people[0].text
    return None


def last_speaker(reading: Reading, sentence: Sentence, by: str | None = None) -> str | None:
    """Return who spoke last in the sentences before, or else the person named there last.

    Taken up `by` a pronoun, it is somebody who agrees with it; and before anybody who is only
    named, it is whom a sentence opens with, when all since is theirs: "Le président hésite.
    « Jamais », a-t-il dit. Il a ajouté …".
    """
    language, index = reading.language, reading.sentences.index(sentence)
    theirs = True
    for earlier in reversed(reading.sentences[max(0, index - _BACK) : index]):
        told = list(attributions(earlier.text, language))
        for found in told:
            name = tidy(found.who, language)
            if not name or is_pronoun(found.who, language):
                continue
            person = is_name(name, language) or is_person(name, language)
            if agrees(by, found.who, language) if by else person:
                return fullest(name, reading)
        if by and theirs and (subject := _subject(earlier, by, language)):
            return subject
        theirs = theirs and any(is_pronoun(found.who, language) for found in told)
        people = [name.text for name in names(earlier) if name.kind == "person"]
        if people and (by is None or agrees(by, people[0], language)):
            return fullest(people[0], reading)
    return None


def _subject(sentence: Sentence, pronoun: str, language: Language) -> str | None:
    """Whom a sentence opens with that a pronoun takes up: a person, several people, a body."""
    text = sentence.text
    person = opening_person(text, language)
    if person and agrees(pronoun, text[: len(person)], language):
        return person
    opening = next(iter(subjects(text, language)), None)
    if opening is None or opening.start or not agrees(pronoun, opening.who, language):
        return None
    return tidy(opening.who, language) if _is_known(opening.who, sentence) else None


def _is_known(holder: str, sentence: Sentence) -> bool:
    """Whether a phrase names a holder, not a word that only opens its sentence: "Markets fell"."""
    language = language_of(sentence.document)
    lone = " " not in holder and not is_holder(holder, language)
    opens = sentence.text.startswith(holder) and all(name.start for name in names(sentence))
    return is_person_or_body(holder, language) and not (lone and opens)


def fullest(name: str, reading: Reading) -> str:
    """Return the fullest form that the document gives of a surname met alone ("Belov")."""
    if " " in name or not name[:1].isupper():
        return name
    full = re.compile(rf"\b(?!(?:M|Mme|Mr|Ms|Mrs|Me|Dr)\b){CAPITAL} {re.escape(name)}\b")
    for match in full.finditer(reading.document.text, reading.document.body_start):
        if tidy(match.group(), reading.language) == match.group():
            return match.group()
    return name
