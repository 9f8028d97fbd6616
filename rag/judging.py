"""What gives a judgement, by its words: "a waste", « un gâchis »."""

from rag.cues import cue


def judges(text: str) -> bool:
    """Return whether a sentence judges: by a word that does, or by a verdict that it quotes."""
    return any(cue(name).search(text) for name in ("judging", "verdict"))
