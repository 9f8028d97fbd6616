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
from rag.llama.layout import Damaged, Layout, Tensor, read_layout

# Decoders that share one set of keys and tensors, which is what is checked below.
ARCHITECTURES = frozenset(
    {"llama", "qwen2", "qwen3", "gemma2", "gemma3", "granite", "phi3", "smollm3", "mistral3"}
)
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
    if keys.integer("split.count", 0, 1 << 16, default=0) > 1:
        raise Damaged("it is one part of a model in several files, where one file was expected")
    vocabulary = _check_vocabulary(keys)
    shape = _check_shape(keys, architecture)
    _check_tensors(layout, shape, vocabulary)
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


@dataclass(frozen=True, slots=True)
class _Shape:
    """The sizes that a model's tensors follow from."""

    context: int
    blocks: int
    width: int


def _check_shape(keys: Keys, architecture: str) -> _Shape:
    """The model's sizes, each alone and those that must go together."""

    def size(key: str, high: int, *, default: int | None = None, low: int = 1) -> int:
        return keys.integer(f"{architecture}.{key}", low, high, default=default)

    blocks = size("block_count", 512)
    width = size("embedding_length", 1 << 16)
    size("feed_forward_length", 1 << 20)
    heads = size("attention.head_count", 1024)
    shared = size("attention.head_count_kv", 1024, default=heads)
    if heads % shared:
        raise Damaged(f"{heads} attention heads cannot share {shared} of keys and values")
    if f"{architecture}.attention.key_length" not in keys and width % heads:
        raise Damaged(f"an embedding of {width} cannot be split between {heads} heads")
    key_length = size("attention.key_length", 4096, default=width // heads)
    size("attention.value_length", 4096, default=width // heads)
    rotated = size("rope.dimension_count", key_length, default=key_length)
    if rotated % 2 or (architecture == "llama" and rotated != key_length):
        raise Damaged(f"rope.dimension_count is {rotated}, where {key_length} was expected")
    keys.number(f"{architecture}.attention.layer_norm_rms_epsilon", 1e-12, 0.1)
    keys.number(f"{architecture}.rope.freq_base", 1, 1e12, default=1e4)
    experts = size("expert_count", 512, default=0, low=0)
    if size("expert_used_count", 512, default=0, low=0) > experts:
        raise Damaged(f"it uses more experts than the {experts} it has")
    return _Shape(size("context_length", 1 << 28), blocks, width)


def _check_vocabulary(keys: Keys) -> int:
    """The number of tokens, with all that goes with them of the same length."""
    kind = keys.text("tokenizer.ggml.model")
    tokens = keys.strings("tokenizer.ggml.tokens")
    if not 0 < len(tokens) <= _MOST_TOKENS:
        raise Damaged(f"its vocabulary has {len(tokens)} tokens")
    if len(set(tokens)) != len(tokens):
        raise Damaged("two tokens of its vocabulary are the same")
    if kind == "gpt2":
        if any(merge.find(b" ", 1) < 0 for merge in keys.strings("tokenizer.ggml.merges")):
            raise Damaged("a merge of its vocabulary is not two tokens with a space between")
    elif kind == "llama":
        keys.array("tokenizer.ggml.scores", np.float32, len(tokens))
        if not {f"<0x{byte:02X}>".encode() for byte in range(256)} <= set(tokens):
            raise Damaged("its vocabulary has not every byte, so some text cannot be read")
    else:
        raise Damaged(f"its tokenizer is {kind!r}, where 'gpt2' or 'llama' was expected")
    if "tokenizer.ggml.token_type" in keys:
        types = keys.array("tokenizer.ggml.token_type", np.int32, len(tokens))
        if types.min() < 0 or types.max() > 6:
            raise Damaged("a token of its vocabulary has a type that GGUF has not")
    for key in ("tokenizer.ggml.bos_token_id", "tokenizer.ggml.eos_token_id"):
        keys.integer(key, 0, len(tokens) - 1, default=0)
    return len(tokens)


def _check_tensors(layout: Layout, shape: _Shape, vocabulary: int) -> None:
    """Every block is like the first, and the ends fit the vocabulary."""
    tensors = layout.tensors
    for name, expected in (
        ("token_embd.weight", (shape.width, vocabulary)),
        ("output_norm.weight", (shape.width,)),
    ):
        if name not in tensors:
            raise Damaged(f"it has no tensor {name}")
        if tensors[name].shape != expected:
            raise Damaged(f"{name} has shape {tensors[name].shape}, where {expected} was expected")
    for tensor in tensors.values():
        # Conversion leaves vectors as they are, and llama.cpp adds no others.
        if len(tensor.shape) == 1 and tensor.type != "F32":
            raise Damaged(f"{tensor.name} is a vector of {tensor.type}, where F32 was expected")
    blocks = _blocks(tensors)
    if sorted(blocks) != sorted(str(number) for number in range(shape.blocks)):
        raise Damaged(f"it has tensors of {len(blocks)} blocks, where {shape.blocks} was expected")
    for number, block in blocks.items():
        if block != blocks["0"]:
            raise Damaged(f"block {number} has not the tensors that block 0 has")


def _blocks(tensors: Mapping[str, Tensor]) -> dict[str, dict[str, tuple[int, ...]]]:
    """For each block, the shapes of its tensors."""
    blocks: dict[str, dict[str, tuple[int, ...]]] = {}
    for tensor in tensors.values():
        if tensor.name.startswith("blk."):
            number, _, name = tensor.name.removeprefix("blk.").partition(".")
            blocks.setdefault(number, {})[name] = tensor.shape
    return blocks


def _template(keys: Keys) -> str | None:
    """How the model's chats are written, in Jinja; None for the embedded model, which has none."""
    if "tokenizer.chat_template" not in keys and READER_KEY in keys:
        return None
    template = keys.text("tokenizer.chat_template")
    if not template.strip() or len(template) > _LONGEST_TEMPLATE:
        raise Damaged(f"its chat template has {len(template)} characters")
    return template
