"""Verbs of saying, and who says something by them.

Their subject stands before them, behind them ("…, a déclaré la maire"), or before an earlier verb
that shares it ("the mayor came and said …").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from index.document import Span
from rag.answer import Language
from rag.apposition import OF_OBJECT, apposed
from rag.clauses import subjects
from rag.holders import (
    ASIDES,
    CAPITAL,
    bare_of,
    counts,
    head_of,
    is_paper,
    is_person_or_body,
    is_pronoun,
    tidy,
    who,
)
from rag.marks import MARKS
from rag.speech import KINDS, finite, frame, gerunds, is_noun, participles

_REACH = 220  # characters before a verb in which its subject stands


@dataclass(frozen=True, slots=True)
class Attribution:
    """A holder as a sentence names it, at `start..end` with its verb, and what of it is theirs.

    What is theirs behind it goes no further than `until`, where that is known.
    """

    who: str
    start: int
    end: int
    covers_before: bool
    covers_after: bool
    until: int | None = None

    def distance(self, at: Span, text: str) -> float | None:
        """How far from `at` it stands, None when `at` is not what it attributes."""
        if self.until and at.start >= self.until:
            return None
        if at.start >= self.end and self.covers_after:
            between = text[self.end : at.start]
        elif at.end <= self.start and self.covers_before:
            between = text[at.end : self.start]
        elif self._meets(at):
            between = ""  # the part that matters tells whose word it is
        else:
            return None
        return None if ";" in between else len(between) + 30 * between.count(", ")

    def _meets(self, at: Span) -> bool:
        """Whether a part holds all of this, or some of it and of what is theirs beside it."""
        behind = self.covers_after and self.start <= at.start < self.end < at.end
        ahead = self.covers_before and at.start < self.start < at.end <= self.end
        return behind or ahead or (at.start <= self.start and self.end <= at.end)


def verbal(text: str, language: Language) -> Iterator[Attribution]:
    """Yield who says something by a verb of the sentence, and what of it is theirs."""
    for kind in KINDS:
        for verb in finite(kind, language).finditer(text):
            if _unsaid(language).match(text, verb.start()):
                continue
            found = _of_verb(text, verb.start(), verb.end(), kind, language)
            if found:
                yield _up_to_aside(found, text, language)
        for verb in participles(kind, language).finditer(text):
            if _unsaid(language).match(text, verb.start()):
                continue
            for found in _of_participle(text, verb, kind, language):
                yield _up_to_aside(found, text, language)
    yield from _adding(text, language)


_ASIDE = re.compile(r", (?:tout )?en (?P<verb>\w{2,}ant)(?!\w)")


def _up_to_aside(found: Attribution, text: str, language: Language) -> Attribution:
    """An attribution without what the text tells itself of how it was said.

    "Il a estimé que…, en saluant la résistance opposée depuis 2022": the year is nobody's word, as
    it would be behind "en ajoutant que".
    """
    if language == "fr" and found.covers_after and found.until is None:
        for aside in _ASIDE.finditer(text, found.end):
            if not gerunds().fullmatch(aside["verb"]):
                return replace(found, until=aside.start())
    return found


@cache
def _unsaid(language: Language) -> re.Pattern[str]:
    return re.compile(frame("unsaid", language))


def _of_verb(text: str, start: int, end: int, kind: str, language: Language) -> Attribution | None:
    left = text[:start]
    if re.search(frame("contrary", language), left):
        return None
    quoted = re.search(r"[»”\"],? (?:s[e’'] ?|[lm][’']|lui |leur |nous |me )?$", left) is not None
    behind = ahead = None
    if (quoted or _INVERTED.search(left)) and not _WITH_OBJECT.search(text[start:end]):
        behind = _subject_behind(text, start, end, language, quoted=quoted)
    papers = kind in ("saying", "clausal")
    if behind is None or not (quoted or is_person_or_body(behind.who, language, papers=papers)):
        ahead = _subject_ahead(text, start, end, kind, language)
    found = ahead or behind
    if found is None:
        return None
    if kind == "clausal" and not _in_clauses(found, text, start, end, language):
        return None
    if not quoted and _is_deed(found, text, start, end, language):
        return None
    needed = kind in ("quoting", "clausal")
    known = quoted or (needed and is_person_or_body(found.who, language))
    # ", précise son second": who stands behind has said it, whatever they are.
    named = found is behind and kind == "saying" and bare_of(found.who, language) != found.who
    return found if known or named or _fits(found.who, text[start:end], kind, language) else None


def _in_clauses(found: Attribution, text: str, start: int, end: int, language: Language) -> bool:
    """Whether what is said is a clause, or by a paper: "observe que", "the figures show a fall"."""
    aside = found.covers_before and "," not in text[found.start : start]
    clause = re.compile(frame("clause", language)).match(text, end)
    return aside or clause is not None or is_paper(found.who, language)


def _is_deed(found: Attribution, text: str, start: int, end: int, language: Language) -> bool:
    """Whether a verb that may say something tells a deed: it leads to no clause, and no quotation.

    "The court confirmed the sentence" and "a team answers until noon" tell what they do, and so do
    the two who raise a subject with each other.
    """
    head = head_of(found.who, language).split()
    court = any(is_noun(word, "courts", language) for word in head)
    together = re.match(frame("together", language), found.who) is not None
    deeds = [frame("answering", language), *([frame("ruling", language)] if court else [])]
    deeds += [frame("discussing", language)] if together else []
    if found.covers_before or not any(re.search(rf"\b{deed}", text[start:end]) for deed in deeds):
        return False
    return (
        re.match(rf"[^,.;:]{{0,40}}?(?:{frame('clause', language)}|\s?[:«“\"])", text[end:]) is None
    )


# Behind these stands to whom or of what it is said: "told the council", "tient à nier le récit".
_WITH_OBJECT = re.compile(r"^t(?:old|ells?)$| à \w+er$")
_INVERTED = re.compile(
    r"(?:, (?:comme |ainsi que |as )?|\bqu[e’']\s?|\bcomme )"
    r"(?:s[e’'] ?|[lm][’']|l[ae]s? |nous |lui |leur )?$"
)


def _fits(name: str, verb: str, kind: str, language: Language) -> bool:
    """Whether this subject says something by this verb: anyone does who "said" it."""
    if is_pronoun(name, language) or is_person_or_body(name, language):
        present = kind == "counting" and not verb.endswith(("ed", "é"))
        return not present or counts(name, language)
    unknown = tidy(name, language) is not None and bare_of(name, language) != name
    return unknown and re.search(frame("core", language), verb) is not None


def _subject_behind(
    text: str, start: int, end: int, language: Language, *, quoted: bool
) -> Attribution | None:
    adjuncts = frame("adjuncts", language)
    closing = r"(?!\w)" if quoted else rf"(?=\s?[,.;:»”\"]|$|{adjuncts}|\s\()"
    aside = r"(?:, [^,.;:«»“”\"]{4,50},)?" if quoted else ""
    subject = rf"{adjuncts}{{0,2}}?{aside},?\s{who(language)}{closing}"
    clitic = r"(?:-t)?-(?P<clitic>ils?|elles?)\b"
    match = re.compile(subject).match(text, end) or re.compile(clitic).match(text, end)
    if match is None:
        return None
    name = match.groupdict().get("who") or match.group("clitic")
    if quoted:  # to whom it is said: "a lancé l’avocat aux jurés"
        name = _TO_WHOM_BEHIND.sub(lambda m: m["of"] or "", name)
    after = quoted and any(mark in text[match.end() :] for mark in '«“"')
    after = after or (not quoted and _GOES_ON.match(text, match.end()) is not None)
    return Attribution(apposed(text, name, match.end(), language), start, match.end(), True, after)


# Behind "dit-il": what goes on with the clause that it stands in, and is no further one.
_GOES_ON = re.compile(
    r", (?!(?:qui|que|qu|dont|où|et|mais|car|alors|tandis|avant|après|lors|en|dans|à|au|aux|pour"
    r"|who|which|that|and|but|while|as|after|before|when|in|on|at|for|with)(?!\w))(?=[a-zà-ÿ])(?![\w’]+ant\b)"
)


# The subject before a verb


def _subject_ahead(
    text: str, start: int, end: int, kind: str, language: Language
) -> Attribution | None:
    if re.search(r"\bn[e’']\s?$", text[:start]):
        return None
    found = _subject_before(text, start, end, language)
    if kind == "quoting" and found:
        goes_on = any(mark in text[end:] for mark in MARKS)
        beside = _beside_quote(text, found)
        return replace(found, covers_before=True, covers_after=goes_on) if beside else None
    return found or (_shared_subject(text, start, end, language) if kind == "saying" else None)


def _beside_quote(text: str, found: Attribution) -> bool:
    """Whether who stands before a verb stands behind a quotation: "“No,” she laughs"."""
    return re.search(r"[»”\"],? $", text[: found.start]) is not None


def _adding(text: str, language: Language) -> Iterator[Attribution]:
    """Who says more by what hangs on their clause: "Ann Lee blamed a pine, adding that …".

    In French who says the clause is named, and says what follows too (`_up_to_aside`).
    """
    if language == "fr":
        return
    for gerund in re.finditer(frame("gerund", language), text):
        found = [one for one in subjects(text[: gerund.start()], language) if not one.paired]
        if found and is_person_or_body(found[-1].who, language):
            subject = found[-1]
            name = apposed(text, subject.who, subject.start + len(subject.who), language)
            yield Attribution(name, gerund.start(), gerund.end(), False, True)


@cache
def _before_verb(language: Language) -> tuple[re.Pattern[str], ...]:
    rest = frame("between", language)
    asides = (frame("relative", language), frame("reduced", language), *ASIDES)
    return tuple(re.compile(rf"{who(language)}{aside}{rest}$") for aside in asides)


def _subject_before(text: str, start: int, end: int, language: Language) -> Attribution | None:
    offset = max(0, start - _REACH)
    head = text[offset:start]
    relative, reduced, *asides = (form.search(head) for form in _before_verb(language))
    if relative and finite("saying", language).search(head, relative.end("who")):
        relative = None  # "people who say the mayor claimed …"
    if reduced and not (
        is_paper(reduced["who"], language) or _POLLED.match(head, reduced.end("who"))
    ):
        reduced = None
    found = [match for match in (relative, reduced, *asides) if match]
    likely = [match for match in found if _is_likely(match, language)]
    likely.sort(key=lambda match: match.group("who") in _TO_WHOM)  # "le maire, élu hier, lui dit"
    match = next(iter(likely), asides[0])
    if match is None:
        return None
    name = apposed(text, match.group("who"), offset + match.end("who"), language)
    if not _names_anyone(name, language):
        return None
    at = offset + match.start()
    left = text[:at].rstrip()
    aside = re.search(r"[,»”\"](?: as| comme)?$", left) is not None
    told = r" [^,.;:]{2,40}|" if _WITH_OBJECT.search(text[start:end]) else ""
    ended = (
        re.match(rf"(?:{told}{frame('adjuncts', language)}{{0,2}})(?:[,.;»”]|$)", text[end:])
        is not None
    )
    closes = not text[end:].strip(' .»”"')
    until = text.find(",", end) if re.search(r", (?:que|qu[’']|which) ?$", text[:at]) else -1
    after = not (aside and ended and closes)
    return Attribution(name, at, end, aside and ended, after, until if until > 0 else None)


_POLLED = re.compile(
    r",? (?:polled|surveyed|interviewed|questioned|reached|contacted|interrogée?s|sondée?s) "
)


def _is_likely(match: re.Match[str], language: Language) -> bool:
    """Whether a subject is of who can say something, by what it is or by the name behind it."""
    who, end = match.group("who"), match.end("who")
    known = is_person_or_body(who, language)
    return known or apposed(match.string, who, end, language) != who


_TO_WHOM_BEHIND = re.compile(
    r" aux? (?:jurés|juges|élus|micros?|téléphone|tribunal|journalistes|enquêteurs)$"
    r"| à (?:l[’']issue|sa |son ).*$"
    rf"|(?<= )(?P<of>d[e’'] ?[^ ]+) au {CAPITAL}(?: [\w’'-]+)*$"
)
_TO_WHOM = ("lui", "eux")


def _names_anyone(phrase: str, language: Language) -> bool:
    pronoun = is_pronoun(phrase, language) and phrase not in OF_OBJECT
    return pronoun or tidy(phrase, language) is not None


def _shared_subject(text: str, start: int, end: int, language: Language) -> Attribution | None:
    """Who opens the clause, when "and" joins the verb to the one before it."""
    joined = re.search(
        rf"(?:{frame('joined', language)}){frame('between', language)}$", text[:start]
    )
    found = subjects(text[: joined.start()], language) if joined else []
    if joined is None or not found:
        return None
    if not _is_spoken(text, start, end, language):
        return None
    subject = found[-1]
    between = text[subject.end : joined.start()]
    within = not joined.group().startswith(",") and re.search(r"\b(?:qui|who|which)\b", between)
    pair = subject.paired and len(found) == 1  # "the mayor" of "Paul and the mayor came"
    if within or pair or subject.passive or any(mark in between for mark in ";:" + MARKS):
        return None
    if not (is_person_or_body(subject.who, language) and _names_anyone(subject.who, language)):
        return None
    name = apposed(text, subject.who, subject.start + len(subject.who), language)
    return Attribution(name, subject.start, end, False, True)


def _is_spoken(text: str, start: int, end: int, language: Language) -> bool:
    """Whether a verb says something in any case, or leads to a clause: "added that", not "salt"."""
    spoken = re.search(rf"\b{frame('spoken', language)}", text[start:end])
    led = re.compile(rf"{frame('clause', language)}|[^,.;:]{{0,60}}\s?:").match(text, end)
    return bool(spoken or led)


# French participles, and those behind which "by" names who says it


@cache
def _has() -> re.Pattern[str]:
    adverbs = frame("adverbs", "fr")
    have = r"(?:a|ont|avait|avaient|s[’']est|se sont|s[’']était)"
    return re.compile(rf"\b{have}(?:-t)?(?:-(?P<clitic>ils?|elles?|on))?(?: {adverbs}){{0,2}} $")


def _of_participle(
    text: str, verb: re.Match[str], kind: str, language: Language
) -> Iterator[Attribution]:
    by = re.compile(rf"(?: (?:[^,.;]|[.,](?=\d)){{1,60}}?)?,? (?:par|by) {who(language)}").match(
        text, verb.end()
    )
    has = _has().search(text[: verb.start()]) if language == "fr" else None
    saying = kind not in ("quoting", "clausal") and has is None  # "s'est dit déçu par Ann Lee"
    if by and saying and is_person_or_body(by.group("who"), language):
        name = apposed(text, by.group("who"), by.end(), language)
        until = by.end() if text[by.end() : by.end() + 1] == "," else None
        yield Attribution(name, verb.start(), verb.end(), True, True, until)
    if has:
        if clitic := has.group("clitic"):
            if clitic != "on":
                yield Attribution(clitic, has.start(), verb.end(), True, True)
            return
        found = _of_verb(text, has.start(), verb.end(), kind, language)
        if found:
            yield found
    elif language == "fr" and kind == "saying" and _OBJECT.match(text, verb.end()):
        if found := _sharing_its_auxiliary(text, verb):
            yield found


# Behind a participle that takes an object: "et rappelé que", but not "un pont promis et annoncé".
_OBJECT = re.compile(
    r"(?<!ée)(?<!és)(?<!ie)\s(?:qu[e’']|:|«|l[’']|(?:l[ea]|les|une?|des|[ms]on|[ms]a|ses|leurs?) )"
)


def _sharing_its_auxiliary(text: str, verb: re.Match[str]) -> Attribution | None:
    """Who "a salué les équipes et rappelé que …"."""
    found = _shared_subject(text, verb.start(), verb.end(), "fr")
    if found is None or re.search(r"\bété\b", text[found.start : verb.start()]):
        return None
    has = re.search(r"\b(?:a|ont|avait|avaient) ", text[found.start : verb.start()])
    return found if has else None
