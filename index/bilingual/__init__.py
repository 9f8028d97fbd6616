"""Make the embedded English encoder bilingual: French word pieces, and small changes of weights.

MiniLM knows English only. Word pieces of French that it lacks are appended to its vocabulary, each
with the weighted mean of the embeddings of the English pieces that translate it, and low-rank
changes of its weights, learnt from translations, do the rest. Both are small enough to lie here:
`build_model` makes the model from the stock package at set-up, in seconds and without a network.
`python -m index.bilingual.train` learns them anew; SOURCES.md says from what.
"""

from index.bilingual.build import ARTEFACT, build_model

__all__ = ["ARTEFACT", "build_model"]
