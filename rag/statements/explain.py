"""What a comparison says of itself: which places differ, and why that makes its kind."""

from collections.abc import Sequence

from rag.answer import DisagreementKind, Language
from rag.cues import table
from rag.statements.finding import Finding, Stretch
from rag.statements.statement import Pairing

_MOST = 3  # places that one explanation names
_NAMED = ("negation", "antonym", "quantifier", "role", "name", "modality", "wording")


def explain(pairing: Pairing, kind: DisagreementKind | None, grounds: Sequence[Finding]) -> str:
    """Return why two statements relate as they do, in their language, English if they differ."""
    language: Language = pairing.a.language if pairing.a.language == pairing.b.language else "en"
    phrases = table("statements/phrases")[language]
    if kind is None:
        return str(phrases["none"])
    if not grounds:
        return str(phrases["head"][kind])
    places = [_place(pairing, finding, phrases) for finding in grounds[:_MOST]]
    return str(
        phrases[kind].format(places=" ; ".join(places) if language == "fr" else "; ".join(places))
    )


def _place(pairing: Pairing, finding: Finding, phrases: dict[str, str]) -> str:
    a, b = _quoted(pairing.a.text, finding.a), _quoted(pairing.b.text, finding.b)
    if finding.kind == "modality" and not (a and b):
        return phrases["modality_one"].format(a=a or b)
    sort = finding.kind if finding.kind in _NAMED else "value" if finding.clash else "vague"
    return phrases[sort].format(a=a, b=b)


def _quoted(text: str, stretch: Stretch | None) -> str:
    return " ".join(text[slice(*stretch)].split()) if stretch else ""
