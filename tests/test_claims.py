"""From what a writer proposes to what is known to stand in a document."""

from rag.claims import Claim, verify
from rag.question import understand
from rag.reading import read
from rag.writers.writer import Proposal
from tests.heart import hits_of, make

HEARING = make(
    "Rain fell.\n\nClaire Fabre said the hearing of 4 May 2024 "
    "lasted\n three hours and 20 minutes.",
    "hearing",
)
QUESTION = understand("How long did the hearing last?")


def claim_of(quote: str, answer: str) -> Claim | None:
    hits = hits_of(HEARING)
    (claim,) = verify([Proposal(hits[0], quote, answer)], QUESTION, read(hits))
    return claim


def checked(quote: str, answer: str) -> Claim:
    claim = claim_of(quote, answer)
    assert claim is not None
    return claim


def test_a_quote_that_is_not_in_the_document_makes_no_claim() -> None:
    assert claim_of("the hearing lasted five hours", "five hours") is None


def test_an_empty_quote_makes_no_claim() -> None:
    assert claim_of("", "three hours") is None


def test_a_document_that_was_not_read_makes_no_claim() -> None:
    other = hits_of(make("The hearing lasted five hours.", "other"))[0]
    proposals = [Proposal(other, "lasted five hours", "five hours")]
    assert list(verify(proposals, QUESTION, read(hits_of(HEARING)))) == [None]


def test_every_proposal_is_reported_on_in_order() -> None:
    hit = hits_of(HEARING)[0]
    quotes = ["Rain fell.", "Snow fell.", "Claire Fabre"]
    found = verify([Proposal(hit, q, q) for q in quotes], QUESTION, read([hit]))
    assert [claim.quote if claim else None for claim in found] == [
        "Rain fell.",
        None,
        "Claire Fabre",
    ]


def test_a_claim_has_the_documents_own_words() -> None:
    claim = checked("lasted three hours and 20 minutes.", "three hours and 20 minutes")
    assert claim.quote == "lasted\n three hours and 20 minutes."
    assert HEARING.text[claim.start : claim.end] == claim.quote


def test_the_answer_is_a_span_of_the_quote() -> None:
    assert checked("Claire Fabre said the hearing", "claire fabre").answer == "Claire Fabre"


def test_an_answer_that_is_not_in_the_quote_becomes_the_quote() -> None:
    assert checked("Rain fell.", "five hours").answer == "Rain fell."


def test_the_value_is_read_from_the_text() -> None:
    text = "The hearing lasted two hours."
    hits = hits_of(make(text))
    (claim,) = verify([Proposal(hits[0], text, "two hours")], QUESTION, read(hits))
    assert claim is not None and claim.value is not None
    assert (claim.value.kind, claim.value.low, claim.value.unit) == ("duration", 7200, "s")


def test_a_value_of_another_kind_is_not_the_answers() -> None:
    assert checked("the hearing of 4 May 2024", "4 May 2024").value is None


def test_a_value_that_fills_the_answer_is_its_value_whatever_was_asked() -> None:
    text = "The organ weighs 900 kilos, says Ann Hill."
    hits = hits_of(make(text))
    asked = understand("What is known of the organ?")
    proposals = [
        Proposal(hits[0], text, answer) for answer in ("900 kilos", "weighs 900 kilos, says")
    ]
    filled, not_filled = verify(proposals, asked, read(hits))
    assert filled is not None and filled.value is not None and not_filled is not None
    assert (filled.value.kind, filled.value.low, not_filled.value) == ("mass", 900, None)


def test_an_answer_without_a_value_has_none() -> None:
    assert checked("Rain fell.", "Rain fell.").value is None


def test_the_speaker_is_named() -> None:
    assert checked("the hearing of 4 May 2024", "the hearing").speaker == "Claire Fabre"


def test_the_document_itself_has_no_name() -> None:
    assert checked("Rain fell.", "Rain").speaker is None


def test_a_claim_knows_its_sentence_and_where_in_it_the_answer_stands() -> None:
    claim = checked("Rain fell.", "fell")
    assert claim.sentence.text == "Rain fell."
    assert claim.sentence.text[claim.at.start : claim.at.end] == "fell"


def test_a_quote_in_the_front_matter_is_no_claim() -> None:
    hits = hits_of(make("---\ntitle: Snow fell\n---\n\nRain fell."))
    assert list(verify([Proposal(hits[0], "Snow fell", "Snow")], QUESTION, read(hits))) == [None]
