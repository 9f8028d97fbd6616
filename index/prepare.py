"""What is made of a document before it is stored: its digest, and the texts that are encoded."""

import hashlib

from index.document import Document, Passage

# Grows when the same document would now be cut into other passages, or their words be made into
# other terms: documents that were stored by an earlier number are then stored anew.
PREPARED = 2


def digest_of(document: Document) -> str:
    """Return the SHA-256 of all that is known of a document, and of PREPARED, as hex digits."""
    known = f"{PREPARED} {document.model_dump_json()}"
    return hashlib.sha256(known.encode()).hexdigest()


def encoded_text(passage: Passage) -> str:
    """Return what is encoded of a passage: its text, under its heading.

    The document's title counts in the lexical search alone: in the embedding it makes all
    passages of a document alike, and fewer of the right ones were found.
    """
    return f"{passage.heading}\n{passage.text}" if passage.heading else passage.text
