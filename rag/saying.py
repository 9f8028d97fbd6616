"""How the answer of one claim is said in a sentence: its value, name, verdict or quote."""

import re
from dataclasses import dataclass
from textwrap import shorten

from rag.answer import Language
from rag.claims import Claim
from rag.figures import say_value
from rag.marks import CLOSING, MARKS, OPENING
from rag.phrases import phrases
from rag.polarity import asks_negatively
from rag.question import Question
from rag.quotes import quoted
from rag.reading import language_of
from rag.stance import stance
from rag.wording import say_days, say_on

_SHORT = 12  # words of an answer that is said as it stands, without quotation marks
_CLAUSE = 40  # words of a clause that is said whole, whatever it quotes
_LONG = 200  # characters of a quotation behind the first
_MORE = 60  # characters that are not worth a cut
_ARTICLE = re.compile(r"(?<![\w’'])(?:(?:l[ae]|une?|the|an?) |l[’'])$", re.IGNORECASE)
_RUNS_ON = re.compile(r"[^«“\"»”]{8,}(?=»|”|(?<=[,.!?])\")")
_NAME = re.compile(r"(?:[A-ZÀ-ÖØ-Þ0-9][\w’'.\-]*|d[eu]s?|la|of|the|von|van|al)$")


@dataclass(frozen=True)
class Saying:
    """Says the answers of claims to one question in one language."""

    question: Question
    language: Language

    def answer(self, claim: Claim, *, brief: bool = False) -> str:
        """Return the answer in the answer's language; sentences and foreign words are quoted.

        A quotation that is to be `brief` ends in an ellipsis where it is long.
        """
        own = claim.answer.strip(" .,;:") or claim.answer
        own = _without_lone_mark(own) or own
        if claim.speaker and self.question.who_said:  # by a pronoun, which says nothing here
            own = claim.speaker
        if claim.value is None:
            return self._words(claim, own, brief=brief)
        if language_of(claim.document) == self.language and not _told_by_rank(claim):
            said = say_on(_uncapital(own, claim), claim.value, self.language)
            return said + self._which_day(claim)
        value = say_value(claim.value, self.question, self.language)
        original = self._quoted(own)
        if not value:
            return original
        said = say_on(value, claim.value, self.language)
        return f"{said} ({original})" if value != own else said

    def yes_no(self, claim: Claim, by: str = "") -> str:
        """Return "Yes: " or "No: " where that is asked and not left open, else nothing.

        `by` says whose word it is: "No, according to Ann Hill: ".
        """
        words, said = phrases(self.language), stance(self.question, claim)
        if said not in ("affirms", "denies"):
            return ""
        negatively = asks_negatively(self.question.plainly or self.question)
        affirmed = words.yes_after_no if negatively else words.yes
        word = affirmed if said == "affirms" else words.no
        return f"{word}{by} : " if self.language == "fr" else f"{word}{by}: "

    def is_sentence(self, claim: Claim) -> bool:
        """Return whether the answer is a whole quoted sentence, not a value, name or verdict."""
        return claim.is_sentence and self._verdict(claim) is None

    def _quoted(self, text: str) -> str:
        return phrases(self.language).quoted.format(text=text)

    def _words(self, claim: Claim, own: str, *, brief: bool) -> str:
        """An answer in words: a name as it is, a verdict by what is quoted of it, else a quote."""
        if verdict := self._verdict(claim):
            return self._quoted(verdict)
        if own[0] in '«“"' and own[-1] in '»”"':
            return own
        short = len(own.split()) <= _SHORT and not self.is_sentence(claim) and "\n" not in own
        named = all(_NAME.match(word) for word in own.split())
        at_home = language_of(claim.document) == self.language and self.question.asks != "yes_no"
        if short and at_home and self.question.asks in ("person", "organisation", "thing"):
            return _article(claim) + own
        if short and (named or at_home):
            return own
        return self._quoted(_shortened(own) if brief else own)

    def _verdict(self, claim: Claim) -> str | None:
        """What an answer quotes of the one who judges, so that the rest need not be repeated."""
        if not claim.speaker or self.question.asks not in ("judgement", "quotation"):
            return None
        if claim.at.start and len(claim.answer.split()) <= _CLAUSE:
            return None  # what is said, in a clause of its own
        text = claim.answer
        rest = _RUNS_ON.match(text)  # of a quotation that an earlier sentence opens
        inner = rest.group() if rest else max(quoted(text), key=len, default="")
        inner = inner.strip(" ,.\u00a0\u202f")
        return inner if len(inner.split()) > 1 else None

    def _which_day(self, claim: Claim) -> str:
        """The day that a date in relative words stands for: "hier (3 juin 2024)"."""
        value = claim.value
        relative = value and value.day and not any(c.isdigit() for c in claim.answer)
        if not value or not relative or value.high - value.low > 7:
            return ""
        return f" ({say_days(value.low, value.high, self.language)})"


def _without_lone_mark(text: str) -> str:
    """The words of a quotation without the mark that only another sentence closes or opens."""
    if text[:1] in MARKS and not any(mark in text[1:] for mark in MARKS):
        return text[1:].lstrip()
    if text[-1:] in MARKS and not any(mark in text[:-1] for mark in MARKS):
        return text[:-1].rstrip(" .,\u00a0\u202f")
    return text


def _told_by_rank(claim: Claim) -> bool:
    """Whether a count is told by a place in a series: "her fourth visit" of four at least."""
    ranks = (v.start for v in claim.sentence.values if v.kind == "ordinal")
    return claim.value is not None and claim.value.kind == "count" and claim.value.start in ranks


def _article(claim: Claim) -> str:
    """The article before an answer, which is said with it: "le quotidien Le Courrier"."""
    found = _ARTICLE.search(claim.sentence.text, 0, claim.at.start)
    return found.group().lower() if found and claim.answer[:1].islower() else ""


def _shortened(text: str) -> str:
    """A long text cut to an ellipsis: not for a few words more, nor in a quotation further on."""
    text = " ".join(text.split())
    if len(text) <= _LONG + _MORE:
        return text
    cut = shorten(text, _LONG, placeholder="")
    opened = max(cut.rfind(mark) for mark in OPENING)
    if opened > max(cut.rfind(mark) for mark in CLOSING):
        closed = min((at for mark in CLOSING if (at := text.find(mark, opened)) >= 0), default=-1)
        if 0 <= closed < _LONG + _MORE:
            cut = text[: closed + 1]
        elif opened >= _MORE:
            cut = text[:opened].rstrip()
        else:  # little stands before it: it is cut, and closed
            close = CLOSING[OPENING.index(text[opened])]
            return f"{cut}…{' ' if close == '»' else ''}{close}"
    return f"{cut}…"


def _uncapital(text: str, claim: Claim) -> str:
    """The answer as it stands within a sentence: "Nine people" that opened its own."""
    opens = claim.at.start == 0 and claim.value is not None and claim.value.kind != "date"
    return text[0].lower() + text[1:] if opens and text[1:2].islower() else text
