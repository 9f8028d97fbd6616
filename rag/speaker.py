"""Who says it: the person or body to whom a text attributes what it reports.

Newspapers name their source next to what it says: behind a phrase that leads to it ("selon …"), or
as the subject of a verb of saying, before or behind it. Each such attribution covers a stretch of
its sentence; the answer belongs to the nearest that covers it. Quotations run on over several
sentences, and pronouns take up who spoke before. A statement or a letter is its author's word
(`rag.voice`). Nobody is named when the document itself speaks.
"""

import re
from typing import Literal

from index.document import Span
from rag.answer import Language
from rag.apposition import apposed
from rag.attribution import attributions
from rag.holders import CAPITAL, is_person_or_body, is_pronoun, tidy, who
from rag.marks import closing_mark, open_mark
from rag.names import names
from rag.pronouns import fullest, last_speaker, referred, taken_up
from rag.reading import Reading, Sentence, language_of
from rag.speech import frame, is_noun
from rag.verbal import Attribution
from rag.voice import voice

_ON = 4  # sentences that a quotation may go on over
_BEHIND = 2  # sentences behind a quotation that may name its speaker
_OPENS = re.compile(r"[«“\"]\s?")  # a part that begins with a quotation is within it


Opened = Literal["before", "here"] | None
"""Where the quotation began that a part of a sentence stands in; None for none."""


def speaker(reading: Reading, sentence: Sentence, at: Span | None = None) -> str | None:
    """Return who says the sentence, as the document names them, or None when it speaks itself.

    `at` is the part that matters, by default all of it: what stands in another's clause, or names
    the holder, is not said by them. The role of a holder is told by `rag.roles.role`.
    """
    if own := voice(sentence.document, sentence.start + (at.start if at else 0)):
        return _within(own, reading, sentence, at)
    language = reading.language
    opened = _quotation(sentence, at)
    if opened == "before" and (name := _who_is_quoted(reading, sentence)):
        return name
    if found := _nearest(sentence.text, at, language, opened):
        return _resolved(found, reading, sentence)
    return _who_is_quoted(reading, sentence) if opened else _said_next(reading, sentence)


def named_beside(reading: Reading, sentence: Sentence, at: Span) -> str | None:
    """Return who says what stands at a place, if not only as the author, who may number lines."""
    author = voice(sentence.document, sentence.start + at.start)
    return speaker(reading, sentence, at) if author is None else None


def _within(author: str, reading: Reading, sentence: Sentence, at: Span | None) -> str | None:
    """Who says a sentence of a paper in which one person speaks: they do, or whom they name."""
    found = _nearest(sentence.text, at, reading.language, None)
    told = found and not is_pronoun(found.who, reading.language)
    return (_resolved(found, reading, sentence) if found and told else None) or author


def _nearest(text: str, at: Span | None, language: Language, opened: Opened) -> Attribution | None:
    found = attributions(text, language)
    if opened:  # "“Lee promised me that job,” said Ann Moss": who is quoted tells of Lee
        found = tuple(a for a in found if a.covers_before or not _is_within(text, a.start, opened))
    if at is None:
        return found[0] if found else None
    behind = [one for one in found if not (one.covers_after or is_pronoun(one.who, language))]
    if any(one.start <= at.start and at.end <= one.end for one in behind):
        return None  # "Ann repeated that she will win, said her aide": nobody in it names the aide
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
    first, _, last = match.group("who").rpartition(" ")
    if not is_person_or_body(last, language) or re.search(rf"\b{frame('spoken', language)}", first):
        return None  # "the airline said 40 flights were lost": the verb is not left out
    return Attribution(match.group("who"), match.start(), at.start, False, True)


# What runs over several sentences


def _is_within(text: str, place: int, opened: Opened) -> bool:
    """Whether a place of a sentence is within the quotation that began there, or before it."""
    if opened == "before":
        closed = _closes(text)
        return closed is None or place < closed
    return open_mark(text[:place]) is not None


def _quotation(sentence: Sentence, at: Span | None) -> Opened:
    """Where the quotation began that the part that matters stands in; None where in none.

    Only quotations that hold sentences count, not words that are quoted within one.
    """
    text, document = sentence.text, sentence.document.text
    marks = _OPENS.match(text, at.start if at else 0)
    here = sentence.start + (marks.end() if marks else at.start if at else 1)
    line = document.rfind("\n", 0, here) + 1
    opened = open_mark(document[line:here])
    if opened is None:
        return None
    begins = line + opened - sentence.start
    if begins < 0:
        return "before"
    if re.search(r"\w", text[:begins]) or _only_names(sentence, begins, at):
        return None
    return "here"


def _only_names(sentence: Sentence, begins: int, at: Span | None) -> bool:
    """Whether a part goes on behind the quotation that opens it, and nobody is said to speak.

    So it is where a work is named: "« Les Nuits claires », son deuxième roman, paraît jeudi".
    """
    text = sentence.text
    closed = closing_mark(text, begins + 1)
    if closed is None or not re.search(r"\w", text[closed : at.end if at else len(text)]):
        return False
    return not any(a.start >= closed for a in attributions(text, language_of(sentence.document)))


def _who_is_quoted(reading: Reading, sentence: Sentence) -> str | None:
    """The speaker of a quotation whose sentence names none: behind it, else before it."""
    index = reading.sentences.index(sentence)
    for later in reading.sentences[index : index + 1 + _ON]:
        closed = _closes(later.text)
        if later.paragraph != sentence.paragraph:
            break
        told = (a for a in attributions(later.text, reading.language) if a.covers_before)
        if found := next((a for a in told if closed is None or a.start >= closed), None):
            return _resolved(found, reading, later)
        if closed is not None:
            break
    before = _who_led_to(reading, sentence) or last_speaker(reading, sentence)
    return before or _named_behind(reading, sentence)


def _named_behind(reading: Reading, sentence: Sentence) -> str | None:
    """Who is named behind a quotation that nobody is named before: whom its text opens with.

    "“I was ten feet away.” The words hung over the court. Ann Lee, a porter, gave evidence."
    """
    index, ended = reading.sentences.index(sentence), _ended(sentence)
    behind = [s for s in reading.sentences[index:] if s.start >= ended]
    for later in behind[:_BEHIND]:
        if open_mark(later.text) is not None or _OPENS.match(later.text):
            return None  # another quotation, of whoever it is
        if found := _passed_on(later, "passed_on"):
            return _resolved(found, reading, later)
        if told := attributions(later.text, reading.language):
            return _resolved(told[0], reading, later)
        people = [name for name in names(later) if name.kind == "person"]
        if people:
            return fullest(tidy(people[0].text, reading.language) or people[0].text, reading)
    return None


def _ended(sentence: Sentence) -> int:
    """Where in its document the quotation ends that a sentence stands in."""
    closed = closing_mark(sentence.document.text, sentence.start + 1)
    return sentence.end if closed is None else closed


def _passed_on(sentence: Sentence, form: str) -> Attribution | None:
    """Who is named by a sentence that says of what stands before it whose word it is, in a form."""
    language = language_of(sentence.document)
    match = re.match(frame(form, language).replace("WHO", who(language)), sentence.text)
    if match is None:
        return None
    name = apposed(sentence.text, match["who"], match.end("who"), language)
    return Attribution(name, 0, match.end(), True, False)


def _who_led_to(reading: Reading, sentence: Sentence) -> str | None:
    """Who is named before the mark that opened, sentences before, the quotation one stands in."""
    index = reading.sentences.index(sentence)
    for earlier in reversed(reading.sentences[max(0, index - _ON) : index]):
        if earlier.paragraph != sentence.paragraph:
            return None
        opened = open_mark(earlier.text)
        if opened is not None:
            told = (a for a in attributions(earlier.text, reading.language) if a.covers_after)
            led = next((a for a in told if a.end <= opened), None)
            return _resolved(led, reading, earlier) if led else None
    return None


def _closes(text: str) -> int | None:
    """Where the quotation ends that a sentence is in, or opens with; None where it goes on."""
    within = _OPENS.match(text)
    return closing_mark(text, within.end() if within else 0)


def _said_next(reading: Reading, sentence: Sentence) -> str | None:
    """Who is named in a sentence that says of the one before whose word it is."""
    index = reading.sentences.index(sentence) + 1
    later = next(iter(reading.sentences[index : index + 1]), None)
    if later is None or later.paragraph != sentence.paragraph:
        return None
    if found := _passed_on(later, "given") or _passed_on(later, "passed_on"):
        return _resolved(found, reading, later)
    if not _SAID_NEXT.match(later.text):
        return None
    told = attributions(later.text, reading.language)
    return _resolved(told[0], reading, later) if told else None


_SAID_NEXT = re.compile(
    r"(?:C[’']est(?: du moins| en tout cas)?|Voilà) ce qu(?:e\b|[’'])"
    r"|(?:That is (?:according|what)|So says?)\b"
)


def _resolved(found: Attribution, reading: Reading, sentence: Sentence) -> str | None:
    if is_pronoun(found.who, reading.language):
        return taken_up(found, reading, sentence)
    if whom := referred(found.who, reading, sentence):
        return whom
    name = tidy(found.who, reading.language)
    return (_bearer(name, reading, sentence) or fullest(name, reading)) if name else None


def _bearer(phrase: str, reading: Reading, sentence: Sentence) -> str | None:
    """The one whom the text before names as what "the mayor" says: "Ann Lee, mayor of Torny"."""
    told = _DEFINITE.fullmatch(phrase)
    if told is None or not is_noun(told["noun"], "persons", reading.language):
        return None
    text = reading.document.text[reading.document.body_start : sentence.start]
    named = re.compile(_BEARER.replace("NOUN", told["noun"])).finditer(text)
    bearers = {one["before"] or one["behind"] for one in named}
    return bearers.pop() if len(bearers) == 1 else None


_DEFINITE = re.compile(r"(?:the|la|le|l[’'])\s?(?P<noun>[a-zà-ÿ]{3,}(?:-[a-zà-ÿ]+)?)")
# A whole name, and what its bearer is: "the mayor of Torny, Ann Lee", "Ann Lee, mayor of Torny".
_WHOLE = rf"{CAPITAL}(?: {CAPITAL}){{1,2}}"
_BEARER = (
    rf"\bNOUN(?: (?:d[eu]s? |d[’']|of |for )[^,.;:«»“”\"]{{2,50}})?,? (?P<behind>{_WHOLE})"
    r"(?=[ ,.;:»”])"
    rf"|(?P<before>{_WHOLE}),(?: \d+(?: ans)?,)? (?:[\w’'-]+ ){{0,3}}?NOUN\b"
)
