"""What a text says that a named holder is: "conseiller diplomatique de Vladimir Poutine".

The role stands beside the name: in an apposition behind it or before it, right before it, behind
"of", or is said by "is". It is looked for where the holder speaks first, then in the document from
its head on, since a role is given where a name is first met.
"""

import re
from collections.abc import Iterator
from functools import cache

from rag.answer import Language
from rag.holders import CAPITAL, author, bare_of
from rag.reading import Sentence, language_of
from rag.speech import before, finite, frame, is_holder
from rag.titles import TITLE

_LONGEST = 80
_NO_ROLE = re.compile(
    r"(?:qui|que|dont|où|et|ou|mais|comme|selon|who|which|that|and|or|but|as|on|in|at|à|au|le \d+|"
    r"by|with|from|of|for|pour|de|du|d[’\']|dans|lors|interrogée?|contactée?|asked|"
    r"\d+|né|née|aged|born|according|later|then|however|lui|elle|arrêté\w*|accusé\w*)\b"
)
_WORD = r"[\wÀ-ÿ’'\-&]+"


def role(holder: str, sentence: Sentence) -> str | None:
    """Return what `holder`, who says the sentence, is in the words of its document, or None.

    Only persons and bodies that are named have a role; "la préfecture" says itself what it is. That
    somebody is another's counterpart is told where the document tells nothing else.
    """
    if not holder[:1].isupper():
        return None
    counterpart = None
    for told in _roles(holder, sentence):
        if not is_counterpart(told):
            return told
        counterpart = counterpart or told
    return counterpart


def is_counterpart(role: str) -> bool:
    """Return whether a role tells only that somebody has the office of another there."""
    return re.search(r"\b(?:homologue|counterpart)\b", role) is not None


def _roles(holder: str, sentence: Sentence) -> Iterator[str]:
    """What the sentence says that they are, then their document, the surest places first."""
    language, document = language_of(sentence.document), sentence.document
    for text in (sentence.text, document.text[document.body_start : document.body_end]):
        for form in _forms(language):
            for match in re.finditer(form.replace("NAME", re.escape(holder)), text):
                if found := _role(match, holder, language):
                    yield found


@cache
def _forms(language: Language) -> tuple[str, ...]:
    """The places of a role about a NAME, the surest first."""
    article = r"(?:[Ll][ea]s? |[Ll][’']|[Uu]ne? |[Ss]on |[Ss]a |[Ll]eur |[Dd]u |[Aa]u )"
    copula, of = r"(?:est|était|a été nommée?)", r"(?:du|de la|de l[’'])"
    if language == "en":
        article = r"(?:[Tt]he |[Aa]n? |[Hh]is |[Hh]er |[Tt]heir |[Ii]ts )"
        copula, of = r"(?:is|was|became)", r"(?:of|from) (?:the)?"
    stretch = r"[^,.;:«»“”\"()]{3,80}"
    kind = r"(?:(?:cabinet|groupe|banque|parti|syndicat) )?"
    words = rf"{_WORD}(?: {_WORD}){{0,4}}"
    genitive = rf"(?:{CAPITAL} ){{0,2}}{CAPITAL}[’']s " if language == "en" else "(?!)"
    ends = r"(?=[,.;:»”]|$| \()"
    return (
        rf"NAME(?: \([^)]*\))?(?:, \d+ ans|, \d+)?, (?P<role>{stretch})(?=[,.;:»”]|$)",
        rf"(?:^|\W)(?<!of )(?<!de )(?P<role>(?:{article}|{genitive}){stretch}), {TITLE}?NAME{ends}",
        rf"(?:^|(?<=[\s’'«“]))(?P<role>(?:{article}|{genitive})?{words}) {TITLE}?NAME\b",
        rf"NAME,? {of}\s?(?P<role>{kind}{CAPITAL}(?: {CAPITAL}){{0,3}})",
        rf"NAME {copula} (?:{article})?(?P<role>{stretch}?)(?=[,.;]|$)",
    )


def _role(match: re.Match[str], holder: str, language: Language) -> str | None:
    """The role in a stretch of words, without its article; None when it holds none."""
    text = match.group("role").strip()
    behind = match.group().startswith(holder)
    if behind and (_NO_ROLE.match(text) or _says(text, language) or _is_clause(match, language)):
        return None
    text = _last_phrase(text, language)
    if verb := finite("saying", language).match(text):
        text = text[verb.end() :].strip()
    text = author(text, language) if behind else _right_before(author(text, language), language)
    text = re.sub(r"^L(?=[ea]s? \w+ [a-zà-ÿ])", "l", text)  # "Le Premier ministre" is no name
    bare = re.sub(r"^(?:[DdAa]u |[Dd][’'])", "", bare_of(text, language)).strip()
    if not bare or _NO_ROLE.match(bare) or len(bare) > _LONGEST or holder in bare:
        return None
    named = re.fullmatch(rf"{CAPITAL}(?: {CAPITAL})*", bare) is not None
    body = named and behind
    words = re.findall(r"[\w\-]+", bare)
    known = any(is_holder(word, language) for word in words[:5])
    doing = not is_holder(words[0], language) and words[0].endswith(_DOING[language])
    if doing or not (known or body):
        return None
    return _small(bare, language)


def _says(text: str, language: Language) -> bool:
    """Whether a stretch opens with a verb and what it says: "juge la loi mauvaise", no "juge".

    Or with to whom it says it: "told reporters in Riga".
    """
    verb = finite("saying", language).match(text)
    if verb is None:
        return False
    said = re.match(rf" (?:{_ARTICLES[language]})", text[verb.end() :])
    return said is not None or verb.group() in _TELLING


def _is_clause(match: re.Match[str], language: Language) -> bool:
    """Whether what follows a name is what it says: "Selon Ann Lee, le club a gagné."."""
    clause = re.match(frame("predicated", language), match.group("role")) is not None
    head = re.split(r"[.\n]", match.string[max(0, match.start() - _LONGEST) : match.start()])[-1]
    led = before(language).fullmatch(head.lstrip()) is not None
    return clause or (led and match.string[match.end() : match.end() + 1] != ",")


_TELLING = ("told", "tells")
_DOING: dict[Language, str] = {"fr": "ant", "en": "ing"}


def _right_before(text: str, language: Language) -> str:
    """What of the words right before a name is the role: "the complaint of crofter" is "crofter".

    What stands before an "and" is another's, and before a verb its subject.
    """
    text = re.sub(r"^.*\b(?:and|but|while|et|mais|que)\b ", "", text)
    if language == "fr":
        return text
    if told := re.match(r"(?P<subject>.*) \w{2,}ed (?=\w)", text):
        subject = re.findall(r"[\w\-]+", told["subject"])
        named = re.fullmatch(rf"(?:The )?{CAPITAL}(?: {CAPITAL})*", told["subject"])
        if named or any(is_holder(word, language) for word in subject):
            text = text[told.end() :]
    head, of, last = text.rpartition(" of ")
    person = any(is_holder(word, language) for word in re.findall(r"[\w\-]+", head))
    return last if of and not person else text


_ARTICLES: dict[Language, str] = {
    "fr": r"(?:les?|la|une?|des|du|ce|cet|cette|ces|son|sa|ses|leurs?|que) |(?:l|qu)[’']",
    "en": r"(?:the|an?|his|her|its|their|this|that|these) ",
}


def _last_phrase(text: str, language: Language) -> str:
    """What is left behind the last word that cannot belong to a role: "a déclaré le maire"."""
    article = (
        r"(?:les? |la |l[’']|une? |son |sa )" if language == "fr" else r"(?:the |an? |his |her )"
    )
    opened = list(re.finditer(rf"(?<!de )(?<!à )(?<!of )(?<!for )\b{article}", text))
    return text[opened[-1].start() :] if opened else text


def _small(text: str, language: Language) -> str:
    """The role in small letters where only a sentence's opening or a title gave it a capital."""
    first = text.split()[0]
    rest = text[len(first) + 1 :]
    opens = is_holder(first, language) or (rest.islower() and first.isalpha())
    return first[0].lower() + text[1:] if opens and first[1:].islower() else text
