"""Two questions in one, taken apart: "Where and when will they meet?" asks where, and when.

Each part must ask by itself: by a question word of its own or as a clause of its own. What is
joined otherwise ("between May and June", "what do Ann and Bob say", "how many dead and injured") is
one question. No tagger: joints are looked for, and what stands on either side of them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rag.answer import Language
from rag.completing import completed
from rag.partforms import asking_word, form
from rag.plain import any_of, plain, plain_letters
from rag.question import understand
from rag.quotes import quotations
from rag.tongues import tongue_of

_MAY_JOIN = re.compile(r"\b(?:and|et)\b|[;?]\W*\w", re.IGNORECASE)
_MOST = 5  # questions that are taken apart; each costs what one by itself does
_BETWEEN = r"(?:, (?!(?:and|et) )|,? (?:and|et) )"
_END = " ?!.…,;\n\t\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions that were put in one.

    `text` asks it in full, with what it leaves to the first; `said` are its own words. `credited`
    tells that it is also asked whose word the answer is ("and who says so?").
    """

    text: str
    said: str
    credited: bool = False


def parts(text: str) -> tuple[Part, ...]:
    """Return the questions that a question consists of, in their order; itself where it is one."""
    whole = (Part(text, text.strip(_END)),)
    if not _MAY_JOIN.search(text) or text.isupper():
        return whole
    language, other = tongue_of(text)
    clauses = [] if other else _by_clauses(text, language)
    asked = [c for c in clauses if not form("whose_word", language).fullmatch(plain_letters(c))]
    if not asked:
        return whole
    credited = len(asked) < len(clauses)
    first = (_by_words(asked[0], language) or asked)[0]
    found: list[Part] = []
    for nth, clause in enumerate(asked):
        full = completed(first, clause, language) if nth else clause
        pairs = [(one, one) for one in _by_words(full, language)] or [(full, clause)]
        found += [Part(_ended(one, language), said, credited) for one, said in pairs]
    several = 1 < len(found) <= _MOST and _differ(found, language)
    return tuple(found) if several or (credited and len(found) == 1) else whole


def _differ(found: Sequence[Part], language: Language) -> bool:
    """Whether parts ask for different things, and not for one judgement in other words."""
    first, *later = (understand(part.text) for part in found)
    judged = [q for q in later if q.asks == first.asks == "judgement"]
    again = any(not q.holders or q.holders == first.holders for q in judged)
    return all(q.language == language for q in (first, *later)) and not again


def _ended(text: str, language: Language) -> str:
    text = text.strip(_END)
    return text[:1].upper() + text[1:] + (" ?" if language == "fr" else "?")


def _by_words(text: str, language: Language) -> list[str]:
    """What asks with each of several question words before one clause: "where and when"."""
    flat, start = plain_letters(text), plain(text, language).start
    if form("between", language).match(flat, start):
        return []
    found = _run(language).match(flat, start)
    if found is None:
        return []
    heads, last = [], start
    for between in re.compile(_BETWEEN).finditer(flat, start, found.end()):
        heads.append(text[last : between.start()])
        last = between.end()
    rest = text[found.end() :].rstrip(_END)
    return [head + rest for head in (*heads, text[last : found.end()])]


def _by_clauses(text: str, language: Language) -> list[str]:
    """The parts of a question that is joined of several, each with its own way of asking."""
    flat, last = plain_letters(text.rstrip(_END)), plain(text, language).start
    told = text.rstrip().endswith(".")  # a question, and then what is wanted: "What people say."
    quoted = quotations(text)
    joints = [
        joint
        for joint in form("joint", language).finditer(flat, last)
        if joint.start() > last
        and not (told and "?" in joint.group())
        and not any(a <= joint.start() < b for a, b in quoted)
    ]
    found: list[str] = []
    for nth, joint in enumerate(joints):
        until = joints[nth + 1].start() if nth + 1 < len(joints) else len(flat)
        before = flat[last : joint.start()]
        on = found and _are_bare((before, flat[joint.end() : until]), language)  # "… when, where"
        if on or _asks_apart(before, joint, flat[joint.end() :], until, language):
            found.append(text[last : joint.start()])
            last = joint.end()
    return [*found, text[last:].rstrip(_END)]


def _are_bare(pieces: Iterable[str], language: Language) -> bool:
    """Whether pieces ask without a clause of their own."""
    return all(form("bare", language).fullmatch(piece) for piece in pieces)


def _asks_apart(
    before: str, joint: re.Match[str], after: str, until: int, language: Language
) -> bool:
    """Whether what stands on either side of a joint asks by itself.

    Behind a clause within the question a question word may only go on with that: "the man who fell
    and who died"; it asks where its clause is inverted, or a sentence of its own.
    """
    near, apart = after[: until - joint.end()], "?" in joint.group()
    if not _asks(before, language) or form("as_planned", language).fullmatch(near):
        return False
    inverted = form("inverted", language).match(after) is not None
    free = apart or not _has_bound(before, language)
    if joint.group().strip() == ",":
        listed = free and _words_in_a_row(language).fullmatch(after)
        return bool(listed or (inverted and form("clause", language).match(before)))
    if form("whose_word", language).fullmatch(near):
        return True
    if form("bare", language).fullmatch(near):
        return free
    if form("clause", language).match(after):
        return free or inverted
    return _asks_yes_no(before, joint.group(), after, language)


def _asks_yes_no(before: str, joint: str, after: str, language: Language) -> bool:
    """Whether a clause that asks for yes or no follows, and not what goes on with the first.

    "Who is the mayor and is the owner" has but one question.
    """
    if not form("yes_no", language).match(after):
        return False
    if language == "fr":
        return "?" in joint or form("inverted", language).match(before) is not None
    alone = form("yes_no_alone", language).match(after)
    opens = alone or any_of("yes_no", language, r"\W*(?:{})").match(before)
    return opens is not None or not {"?", ","}.isdisjoint(joint)


def _asks(before: str, language: Language) -> bool:
    """Whether what stands before a joint is a question, with more than its question word."""
    if form("bare", language).fullmatch(before) or _words_in_a_row(language).fullmatch(before):
        return False
    if asking_word(before, language):
        return True
    if language == "fr":
        return form("inverted", language).match(before) is not None
    return any_of("yes_no", language, r"\W*(?:{})").match(before) is not None


def _has_bound(before: str, language: Language) -> bool:
    """Whether a clause stands within a question: "the bridge that fell"."""
    run = _run(language).match(before) or asking_word(before, language)
    rest = before[: run.start()] + "|" + before[run.end() :] if run else before
    return form("bound", language).search(rest) is not None


@cache
def _words_in_a_row(language: Language) -> re.Pattern[str]:
    """Several question words, as they stand before the clause that they share."""
    words = form("bare", language).pattern
    return re.compile(f"{words}(?:{_BETWEEN}{words})+", re.IGNORECASE)


@cache
def _run(language: Language) -> re.Pattern[str]:
    """Several question words with their clause behind them."""
    row = _words_in_a_row(language).pattern
    return re.compile(rf"{row}(?= (?!(?:and|et)\b)\w|-\w)", re.IGNORECASE)
