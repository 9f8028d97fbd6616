"""Two questions in one, taken apart: "Where and when will they meet?" asks where, and when.

Each part must ask by itself: by a question word of its own or as a clause of its own. What is
joined otherwise ("between May and June", "what do Ann and Bob say", "how many dead and injured") is
one question. No tagger: joints are looked for, and what stands on either side of them.
"""

import re
from dataclasses import dataclass

from rag.answer import Language
from rag.completing import completed
from rag.partforms import asking_word, form
from rag.plain import any_of, plain, plain_letters
from rag.question import understand
from rag.quotes import quotations
from rag.tongues import tongue_of

_MAY_JOIN = re.compile(r"\b(?:and|et)\b|[;?]\W*\w", re.IGNORECASE)
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
    pieces = [] if other else _by_words(text, language) or _by_clauses(text, language)
    asked = [p for p in pieces if not form("whose_word", language).fullmatch(plain_letters(p))]
    if len(pieces) < 2 or not asked:
        return whole
    credited = len(asked) < len(pieces)
    full = [asked[0], *(completed(asked[0], piece, language) for piece in asked[1:])]
    found = tuple(
        Part(_ended(text, language), said, credited) for text, said in zip(full, asked, strict=True)
    )
    return found if _differ(found, language) else whole


def _differ(found: tuple[Part, ...], language: Language) -> bool:
    """Whether parts ask for different things, and not for one judgement in other words."""
    first, *others = (understand(part.text) for part in found)
    alike = (q.asks == first.asks == "judgement" and q.holders == first.holders for q in others)
    return all(q.language == language for q in (first, *others)) and not any(alike)


def _ended(text: str, language: Language) -> str:
    text = text.strip(_END)
    return text[:1].upper() + text[1:] + ("\u00a0?" if language == "fr" else "?")


def _by_words(text: str, language: Language) -> list[str]:
    """The parts of a question with several question words before one clause: "where and when"."""
    flat, start = plain_letters(text), plain(text, language).start
    if form("between", language).match(flat, start):
        return []
    words = form("bare", language).pattern
    joint = r"(?:, (?!(?:and|et) )|,? (?:and|et) )"
    run = re.compile(f"{words}(?:{joint}{words})+(?=[ -]\\w)", re.IGNORECASE)
    found = run.match(flat, start)
    if found is None:
        return []
    heads, last = [], start
    for between in re.compile(joint).finditer(flat, start, found.end()):
        heads.append(text[last : between.start()])
        last = between.end()
    rest = text[found.end() :].rstrip(_END)
    return [head + rest for head in (*heads, text[last : found.end()])]


def _by_clauses(text: str, language: Language) -> list[str]:
    """The parts of a question that is joined of several, each with its own way of asking."""
    flat, last = plain_letters(text.rstrip(_END)), plain(text, language).start
    quoted = quotations(text)
    joints = [
        joint
        for joint in form("joint", language).finditer(flat, last)
        if joint.start() > last and not any(a <= joint.start() < b for a, b in quoted)
    ]
    found = []
    for nth, joint in enumerate(joints):
        until = joints[nth + 1].start() if nth + 1 < len(joints) else len(flat)
        if _asks_apart(flat[last : joint.start()], joint, flat[joint.end() :], until, language):
            found.append(text[last : joint.start()])
            last = joint.end()
    return [*found, text[last:].rstrip(_END)]


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
    if form("whose_word", language).fullmatch(near):
        return True
    free = apart or not _has_bound(before, language)
    if form("bare", language).fullmatch(near):
        return free
    if form("clause", language).match(after):
        return free or bool(form("inverted", language).search(after))
    if not form("yes_no", language).match(after):
        return False
    if language == "fr":
        return apart or bool(form("inverted", language).search(before))
    opens = any_of("yes_no", language, r"\W*(?:{})").match(before)
    return apart or opens is not None or "," in joint.group()


def _asks(before: str, language: Language) -> bool:
    """Whether what stands before a joint is a question, with more than its question word."""
    if form("bare", language).fullmatch(before):
        return False
    if asking_word(before, language):
        return True
    if language == "fr":
        return bool(form("inverted", language).search(before))
    return any_of("yes_no", language, r"\W*(?:{})").match(before) is not None


def _has_bound(before: str, language: Language) -> bool:
    """Whether a clause stands within a question: "the bridge that fell"."""
    asking = asking_word(before, language)
    rest = before[: asking.start()] + "|" + before[asking.end() :] if asking else before
    return form("bound", language).search(rest) is not None
