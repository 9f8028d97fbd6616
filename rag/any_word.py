"""Questions whether somebody has said anything: "Has the ministry commented on the leak?".

Under one lies the question of what they said: it is answered by their words, and by what tells that
there are none.
"""

import re
from functools import cache

from rag.answer import Language
from rag.asking import has_question_word
from rag.cues import table
from rag.plain import any_of, plain_letters


def words_asked(text: str, language: Language) -> str | None:
    """Return the question of what somebody said that lies under one whether they said anything.

    None for any other question, and for one that tells how or when it was said.
    """
    flat = plain_letters(text)
    found = _form(language).match(flat)
    if found is None:
        return None
    start, end = next(found.span(name) for name in ("who", "who2") if found[name])
    rest = text[found.end() :].strip(" ?!.,")
    lead = any_of("any_word_of", language, r"(?:{})(?:(?<=')|\b)\s*").match(plain_letters(rest))
    who = text[start:end].strip()
    if (rest and lead is None) or has_question_word(plain_letters(who), language):
        return None
    forms = table("forms")["what_said"][language]
    matter = rest[lead.end() :] if lead else ""
    return str(forms["on" if matter else "at_all"]).format(who=who, on=matter)


@cache
def _form(language: Language) -> re.Pattern[str]:
    beside = any_of("any_word_beside", language, r"(?:\s?\b(?:{}))*\s?").pattern
    said = any_of("any_word", language, r"\W*(?:{})(?!\w)").pattern
    return re.compile(said.replace("{beside}", beside), re.IGNORECASE)
