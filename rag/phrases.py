"""The fixed phrases of an answer, in both languages, each with its places to fill."""

from functools import cache

from rag.answer import Frozen, Language
from rag.cues import table


class Phrases(Frozen):
    """The phrases of one language (`phrases.toml`).

    `silent_on` tells on which of several questions nothing was found, `foreign` of a question in a
    language that is neither; `said_by`, `reported_by` and `found_in` credit speakers and sources,
    `joined` and `others` list them; `further` brings in a position after the first, by the kind of
    their disagreement; `yes_after_no` affirms what is asked in the negative; `why` says why a
    disagreement is of its kind, by the ground of that; `subject` names what a claim is about, and
    `alternatives` what a value is of, where that is not in the words of a text (`rag.slots`).
    """

    no_evidence: str
    silent_on: str
    foreign: str
    said_by: str
    reported_by: str
    found_in: str
    joined: str
    others: str
    quoted: str
    titled: str
    unsure: str
    as_is: str
    yes: str
    yes_after_no: str
    no: str
    further: dict[str, str]
    why: dict[str, str]
    subject: dict[str, str]
    alternatives: dict[str, str]


@cache
def phrases(language: Language) -> Phrases:
    """Return the phrases of a language."""
    return Phrases.model_validate(table("phrases")[language])
