"""Whether llama.cpp can be given a GGUF file, and what the file says of itself.

llama.cpp trusts what it loads: too many blocks, a token that stands twice in the vocabulary or a
wrong rotary dimension end the process, where a truncated file only makes loading fail. So a file is
read here first, and refused unless all of what llama.cpp takes for granted holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from rag.errors import BadModel
from rag.llama.keys import Keys
from rag.llama.layout import Damaged, Layout, read_layout
from rag.llama.shape import ARCHITECTURES, check_tensors, read_shape

# Written by us into the metadata of the embedded model, which has no chat to have a template for.
READER_KEY = "recoupe.reader"

# Names of general.file_type, as llama.cpp numbers them.
_FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K",
    11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
    17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS",
    23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S", 29: "IQ2_M",
    30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4",
}  # fmt: skip
_LONGEST_TEMPLATE = 1 << 20
_MOST_TOKENS = 1 << 21
_LAST_TOKEN_TYPE = 6


@dataclass(frozen=True, slots=True)
class Gguf:
    """A model that passed, as its file describes it. `metadata` holds all that is no array."""

    path: Path
    name: str
    architecture: str
    size_bytes: int
    context: int
    vocabulary: int
    template: str | None
    parameters: int
    quantisation: str | None
    metadata: Mapping[str, object] = field(repr=False)


def check(path: Path) -> Gguf:
    """Return what a GGUF file holds. Raises BadModel when llama.cpp could not load or survive it.

    The weights themselves are not read: only their places are checked.
    """
    try:
        return _described(path, read_layout(path))
    except OSError as error:
        fault = f"it cannot be read ({error.strerror})"
    except Damaged as damage:
        fault = str(damage)
    raise BadModel(
        f"the model {path} cannot be used: {fault}",
        hint="download the file again or name another GGUF; the `quotes` writer needs none",
    )


def _described(path: Path, layout: Layout) -> Gguf:
    keys = Keys(layout.metadata)
    architecture = keys.text("general.architecture")
    if architecture not in ARCHITECTURES:
        known = ", ".join(sorted(ARCHITECTURES))
        raise Damaged(f"its architecture is {architecture!r}, where one of {known} was expected")
    parts = layout.metadata.get("split.count", np.uint16(0))
    if not isinstance(parts, np.uint16) or parts > 1:
        raise Damaged(f"it is one of {parts!r} parts of a model, where one file was expected")
    vocabulary = _check_vocabulary(keys)
    shape = read_shape(keys, architecture)
    check_tensors(layout.tensors, shape, vocabulary)
    file_type = keys.integer("general.file_type", 0, (1 << 32) - 1, default=-1)
    return Gguf(
        path=path,
        name=keys.text("general.name", default=path.stem),
        architecture=architecture,
        size_bytes=layout.size_bytes,
        context=shape.context,
        vocabulary=vocabulary,
        template=_template(keys),
        parameters=sum(tensor.weights for tensor in layout.tensors.values()),
        quantisation=_FILE_TYPES.get(file_type),
        metadata=keys.scalars(),
    )


def _check_vocabulary(keys: Keys) -> int:
    """The number of tokens. What goes with them is as long, and no two of them are the same."""
    tokens = keys.strings("tokenizer.ggml.tokens")
    if not 0 < len(tokens) <= _MOST_TOKENS:
        raise Damaged(f"its vocabulary has {len(tokens)} tokens")
    distinct = set(tokens)
    if len(distinct) != len(tokens):
        raise Damaged(f"{len(tokens) - len(distinct)} tokens of its vocabulary stand there twice")
    if "tokenizer.ggml.token_type" in keys:
        types = keys.array("tokenizer.ggml.token_type", np.int32, len(tokens))
        if types.min() < 0 or types.max() > _LAST_TOKEN_TYPE:
            raise Damaged("a token of its vocabulary has a type that GGUF has not")
    for key in keys.named("tokenizer.ggml.", "_token_id"):
        # Where another is out of bounds, llama.cpp does without it.
        needed = key.endswith((".bos_token_id", ".eos_token_id"))
        keys.integer(key, 0, len(tokens) - 1 if needed else (1 << 32) - 1)
    for key in keys.named("tokenizer.ggml.add_", ""):
        keys.truth(key)
    _check_tokenizer(keys, distinct)
    return len(tokens)


def _check_tokenizer(keys: Keys, tokens: set[bytes]) -> None:
    """What makes tokens of text: merges of pairs, or scores of pieces."""
    kind = keys.text("tokenizer.ggml.model")
    if kind == "gpt2":
        if any(merge.find(b" ", 1) < 0 for merge in keys.strings("tokenizer.ggml.merges")):
            raise Damaged("a merge of its vocabulary is not two tokens with a space between")
    elif kind == "llama":
        keys.array("tokenizer.ggml.scores", np.float32, len(tokens))
        # Reading a byte that is no token ends the process.
        if not {f"<0x{byte:02X}>".encode() for byte in range(256)} <= tokens:
            raise Damaged("its vocabulary has not every byte, so it cannot read every text")
    elif kind == "bert":
        # What no piece fits becomes the first of these; llama.cpp may put the others around a text,
        # and ends the process when one is missing. (So is "seperator" written.)
        for name in ("unknown", "bos", "seperator"):
            keys.integer(f"tokenizer.ggml.{name}_token_id", 0, len(tokens) - 1)
    else:
        raise Damaged(f"its tokenizer is {kind!r}, where 'gpt2', 'llama' or 'bert' was expected")


def _template(keys: Keys) -> str | None:
    """How the model's chats are written, in Jinja; None for the embedded model, which has none."""
    if "tokenizer.chat_template" not in keys and READER_KEY in keys:
        return None
    template = keys.text("tokenizer.chat_template")
    if not template.strip() or len(template) > _LONGEST_TEMPLATE:
        raise Damaged(f"its chat template has {len(template)} characters")
    return template
