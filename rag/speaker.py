"""Who says it: the person or body to whom a text attributes what it reports.

Newspapers name their source next to what it says: behind a phrase that leads to it ("selon …"), or
as the subject of a verb of saying, before or behind it. Each such attribution covers a stretch of
its sentence; the answer belongs to the nearest that covers it. Quotations run on over several
sentences, and pronouns take up who spoke before. Nobody is named when the document itself speaks.
"""

import re
from typing import Literal

from index.document import Span
from rag.answer import Language
from rag.attribution import Attribution, attributions
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
from rag.reading import Reading, Sentence

_BACK = 4  # sentences that are looked back over for whom a pronoun or a quotation goes on
_OPENING, _CLOSING = "«“", "»”"


def speaker(reading: Reading, sentence: Sentence, at: Span | None = None) -> str | None:
    """Return who says the sentence, as the document names them, or None when it speaks itself.

    `at` is the part that matters, by default all of it: what stands in another's clause, or names
    the holder, is not said by them. The role of a holder is told by `rag.roles.role`.
    """
    language = reading.language
    opened = _quotation(sentence, at)
    if opened == "before" and (name := _who_is_quoted(reading, sentence)):
        return name
    if found := _nearest(sentence.text, at, language):
        return _resolved(found, reading, sentence)
    return _who_is_quoted(reading, sentence) if opened else _said_next(reading, sentence)


def _nearest(text: str, at: Span | None, language: Language) -> Attribution | None:
    found = list(attributions(text, language))
    if at is None:
        return found[0] if found else None
    if found and (gapped := _gapped(text, at, language)):
        return gapped
    near = [(far, one) for one in found if (far := one.distance(at, text)) is not None]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _gapped(text: str, at: Span, language: Language) -> Attribution | None:
    """Who stands right before a figure, the verb left out: "…, les organisateurs 8 000"."""
    if not text[at.start : at.start + 1].isdigit():
        return None
    aside = r"(?:,? (?:eux|elles?|lui|près de|environ|some|about|only)){0,2},? $"
    match = re.search(rf", (?:et |and |contre )?{who(language)}{aside}", text[: at.start])
    if match is None or not is_person_or_body(match.group("who"), language):
        return None
    return Attribution(match.group("who"), match.start(), at.start, False, True)


# What runs over several sentences


def _quotation(sentence: Sentence, at: Span | None) -> Literal["before", "here"] | None:
    """Where the quotation began that the part that matters stands in; None where in none.

    Only quotations that hold sentences count, not words that are quoted within one.
    """
    text, document = sentence.text, sentence.document.text
    here = sentence.start + (at.start if at else 1)
    line = document.rfind("\n", 0, here) + 1
    opened = _open_mark(document[line:here])
    if opened is None:
        return None
    begins = line + opened - sentence.start
    if begins < 0:
        return "before"
    return "here" if not re.search(r"\w", text[:begins]) else None


def _open_mark(text: str) -> int | None:
    """Where the quotation begins that is still open at the end of the text."""
    opened = None
    for i, mark in enumerate(text):
        if mark in _OPENING or (mark == '"' and opened is None):
            opened = i
        elif mark in _CLOSING or mark == '"':
            opened = None
    return opened


def _who_is_quoted(reading: Reading, sentence: Sentence) -> str | None:
    """The speaker of a quotation whose sentence names none: behind it, else before it."""
    index = reading.sentences.index(sentence)
    closed = sentence.text.rstrip().endswith(tuple(_CLOSING + '"'))
    around = [] if closed else list(reading.sentences[index + 1 : index + 1 + _BACK])
    for later in around:
        if later.paragraph != sentence.paragraph:
            break
        found = [a for a in attributions(later.text, reading.language) if a.covers_before]
        if found:
            return _resolved(found[0], reading, later)
        if any(mark in later.text for mark in _CLOSING):
            break
    return _last_speaker(reading, sentence, people=True)


def _said_next(reading: Reading, sentence: Sentence) -> str | None:
    """Who is named in a sentence that says of the one before whose word it is."""
    index = reading.sentences.index(sentence) + 1
    later = next(iter(reading.sentences[index : index + 1]), None)
    if later is None or later.paragraph != sentence.paragraph or not _SAID_NEXT.match(later.text):
        return None
    found = next(attributions(later.text, reading.language), None)
    return _resolved(found, reading, later) if found else None


_SAID_NEXT = re.compile(
    r"(?:C[’']est(?: du moins| en tout cas)? ce qu|Voilà ce qu"
    r"|That is (?:according|what)|So says?)\b"
)


def _resolved(found: Attribution, reading: Reading, sentence: Sentence) -> str | None:
    if is_pronoun(found.who, reading.language):
        return _who_spoke_before(reading, sentence, found)
    name = tidy(found.who, reading.language)
    return _longest(name, reading) if name else None


def _who_spoke_before(reading: Reading, sentence: Sentence, found: Attribution) -> str | None:
    opening = re.match(who(reading.language), sentence.text)
    if opening and ":" in sentence.text[opening.end() : found.start]:
        capital = any(name.start < opening.end() for name in names(sentence))
        name = opening_holder(opening.group("who"), reading.language)
        if name and (capital or not name[:1].isupper()):
            return _longest(name, reading)  # "Le maire ne cède rien : il restera, promet-il."
    single = found.who.casefold() not in ("they", "them", "eux", "ils", "elles", "it")
    if single and not found.covers_before:  # "Quand Claire Fabre est arrivée, elle a dit …"
        people = [n for n in names(sentence) if n.kind == "person" and n.end <= found.start]
        if people and sentence.text[: people[0].start].strip(" ") == "":
            return people[0].text
    return _last_speaker(reading, sentence, people=single, by=found.who if single else None)


def _last_speaker(
    reading: Reading, sentence: Sentence, *, people: bool, by: str | None = None
) -> str | None:
    """Who spoke last in the sentences before; with `people`, a person, else one named there.

    Taken up `by` a pronoun of one person, it is nobody who is several; and before anybody who is
    only named, it is whom a sentence opens with, when all since is theirs: "Le président hésite.
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
            if by and is_several(found.who, language):
                continue
            if not people or is_name(name, language) or is_person(name, language):
                return _longest(name, reading)
        if by and theirs and not _of_other_gender(by, earlier.text):
            if subject := opening_person(earlier.text, language):
                return subject
        theirs = theirs and any(is_pronoun(found.who, language) for found in told)
        if people:
            named = [name.text for name in names(earlier) if name.kind == "person"]
            if named:
                return _longest(named[0], reading)
    return None


def _of_other_gender(pronoun: str, text: str) -> bool:
    """Whether a French pronoun cannot take up the noun that a sentence opens with."""
    other = {"il": ("La ", "Une ", "Sa ", "Cette "), "elle": ("Le ", "Un ", "Ce ")}
    return text.startswith(other.get(pronoun.casefold(), ()))


def _longest(name: str, reading: Reading) -> str:
    """The fullest form that the document gives of a surname met alone ("Belov")."""
    if " " in name or not name[:1].isupper():
        return name
    full = re.compile(rf"\b(?!(?:M|Mme|Mr|Ms|Mrs|Me|Dr)\b){CAPITAL} {re.escape(name)}\b")
    for match in full.finditer(reading.document.text, reading.document.body_start):
        if tidy(match.group(), reading.language) == match.group():
            return match.group()
    return name
