"""PREPARED stands for how documents are cut and what their words become: change both together."""

import hashlib
import json

from index.changes import terms_of
from index.copies import signature
from index.prepare import PREPARED, digest_of
from index.split import passages
from tests.letters import make_document

TEXT = {
    "en": "# Drones over Kyiv\n\nRussia launched 2,500 drones on Friday, Mr. Zelensky said. "
    "Others saw fewer.\n\n- one list item\n- another, at 5 p.m. EST\n\nIt isn't over.\n",
    "fr": "Le sommet d'Alaska\n\nM. Trump a parlé 2,5 heures avec les œuvres « de paix ». "
    "Aujourd'hui, 2 500 personnes étaient abattues à Paris.\n\nLes négociations continuent.\n",
}
# Of the PREPARED at the left, what the texts above were made into.
KNOWN = {2: "a16e07cc5c570ef9"}


def _made() -> str:
    made: list[object] = []
    for language, text in TEXT.items():
        document = make_document("a", text, "Title", language=language)
        made.append(signature(text).hex())
        for passage in passages(document):
            made.append([passage.start, passage.end, passage.heading, *terms_of(document, passage)])
    return hashlib.sha256(json.dumps(made).encode()).hexdigest()[:16]


def test_prepared_grows_when_documents_are_cut_or_indexed_otherwise() -> None:
    """Where this fails, add one to PREPARED, and the new pair to KNOWN."""
    assert KNOWN.get(PREPARED) == _made()


def test_a_digest_is_of_all_that_is_known_of_a_document() -> None:
    document = make_document("a", "One.")
    others = [
        document.model_copy(update=changed)
        for changed in ({"title": "T"}, {"text": "One!"}, {"tags": ("x",)}, {"pages": (0,)})
    ]
    assert len({digest_of(one) for one in (document, *others)}) == 5
