"""What the chooser's file and those who use it agree on: where it is, its marks, its metadata."""

from pathlib import Path

CHOOSER = Path(__file__).parent / "chooser.gguf"

END = "<|end|>"  # behind the question and behind each sentence
# Behind two sentences: are they about one thing? Can both be true of it?
SAME, FITS = "<|same|>", "<|fits|>"
MARKS = (END, SAME, FITS)  # in the order of their numbers, behind the words
YES, NO = "<|yes|>", "<|no|>"  # what it says wherever it is asked

READER = "recoupe.reader"  # 1 in the metadata of a file that can read, and nothing else
BIAS = "recoupe.reader.bias"  # to be added to the log-odds of yes
