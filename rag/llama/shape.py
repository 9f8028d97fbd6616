"""The sizes of a model, and the tensors that must be there because of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from rag.llama.keys import Keys
from rag.llama.layout import Damaged, Tensor

# Decoders whose metadata keys and tensors have the same names and shapes.
ARCHITECTURES = frozenset(
    {"llama", "qwen2", "qwen3", "gemma2", "gemma3", "granite", "phi3", "smollm3", "mistral3"}
)
# Beside the tensors that every model has, what some have: by name without `blk.N.` and without
# `.weight` or `.bias`. llama.cpp loads no file with a tensor that it does not know.
_SOMETIMES = frozenset(
    {"output", "rope_freqs", "rope_factors_long", "rope_factors_short", "attn_q_norm",
     "attn_k_norm", "post_attention_norm", "post_ffw_norm"}
)  # fmt: skip
# llama.cpp ends the process on another.
_SCALINGS = ("none", "linear", "yarn", "longrope")
_LONGEST = 1 << 28  # tokens, of a context or a window

_Sizes = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes that a model's tensors follow from."""

    architecture: str
    context: int
    blocks: int
    width: int
    feed_forward: int
    queries: int
    keys: int
    values: int
    mixed: int


def read_shape(keys: Keys, architecture: str) -> Shape:
    """Return a model's sizes. Raises Damaged when one is out of bounds or contradicts another."""

    def size(key: str, high: int, *, default: int | None = None, low: int = 1) -> int:
        return keys.integer(f"{architecture}.{key}", low, high, default=default)

    width = size("embedding_length", 1 << 16)
    heads = size("attention.head_count", 1024)
    shared = size("attention.head_count_kv", 1024, default=heads)
    if heads % shared:
        raise Damaged(f"{heads} attention heads cannot share {shared} of keys and values")
    if f"{architecture}.attention.key_length" not in keys and width % heads:
        raise Damaged(f"an embedding of {width} cannot be split between {heads} heads")
    key = size("attention.key_length", 4096, default=width // heads)
    value = size("attention.value_length", 4096, default=width // heads)
    rotated = size("rope.dimension_count", 4096, default=key)
    if rotated > key or rotated % 2 or (architecture == "llama" and rotated != key):
        raise Damaged(f"rope.dimension_count is {rotated}, where {key} was expected")
    keys.number(f"{architecture}.rope.freq_base", 1, 1e12, default=1e4)
    keys.number(f"{architecture}.attention.layer_norm_rms_epsilon", 1e-12, 0.1)
    if architecture == "granite":
        keys.number("granite.logit_scale", 1e-6, 1e6)
    scaling = keys.text(f"{architecture}.rope.scaling.type", default="none")
    if scaling not in _SCALINGS:
        raise Damaged(f"rope.scaling.type is {scaling!r}, where one of {_SCALINGS} was expected")
    size("attention.sliding_window", _LONGEST, low=0, default=0)
    size("vocab_size", _LONGEST, default=1)
    # Mixtures of experts and layers that predict further tokens are not among these decoders.
    for kind in ("expert_count", "expert_used_count", "nextn_predict_layers"):
        size(kind, 0, low=0, default=0)
    return Shape(
        architecture=architecture,
        context=size("context_length", _LONGEST),
        blocks=size("block_count", 512),
        width=width,
        feed_forward=size("feed_forward_length", 1 << 20),
        queries=heads * key,
        keys=shared * key,
        values=shared * value,
        mixed=heads * value,
    )


def check_tensors(tensors: Mapping[str, Tensor], shape: Shape, vocabulary: int) -> None:
    """Raise Damaged when a tensor is missing, of another shape, or of no use."""
    expected = _expected(shape, vocabulary)
    for name, sizes in expected.items():
        if name not in tensors:
            raise Damaged(f"it has no tensor {name}")
        if tensors[name].shape != sizes:
            raise Damaged(f"{name} has shape {tensors[name].shape}, where {sizes} was expected")
    for name, tensor in tensors.items():
        if name not in expected and not _known(name, tensors, shape.blocks):
            raise Damaged(f"it has a tensor {name}, which no {shape.architecture} model has")
        # Conversion leaves vectors as they are, and llama.cpp adds no others.
        if len(tensor.shape) == 1 and tensor.type != "F32":
            raise Damaged(f"{name} is a vector of {tensor.type}, where F32 was expected")


def _expected(shape: Shape, vocabulary: int) -> dict[str, _Sizes]:
    """The tensors that every model of this shape has."""
    width, inner = shape.width, shape.feed_forward
    block: dict[str, _Sizes] = {
        "attn_norm": (width,),
        "attn_output": (shape.mixed, width),
        "ffn_norm": (width,),
        "ffn_down": (inner, width),
    }
    if shape.architecture == "phi3":
        block["attn_qkv"] = (width, shape.queries + shape.keys + shape.values)
        block["ffn_up"] = (width, 2 * inner)
    else:
        block["attn_q"] = (width, shape.queries)
        block["attn_k"] = (width, shape.keys)
        block["attn_v"] = (width, shape.values)
        block["ffn_gate"] = block["ffn_up"] = (width, inner)
    expected = {"token_embd.weight": (width, vocabulary), "output_norm.weight": (width,)}
    for number in range(shape.blocks):
        expected |= {f"blk.{number}.{name}.weight": sizes for name, sizes in block.items()}
    return expected


def _known(name: str, tensors: Mapping[str, Tensor], blocks: int) -> bool:
    """Whether some models have a tensor that most do without: one of a few, or a matrix's bias."""
    place, _, kind = name.rpartition(".")
    if kind == "bias":
        matrix = tensors.get(f"{place}.weight")
        return matrix is not None and tensors[name].shape == matrix.shape[-1:]
    block, _, stem = place.rpartition(".")
    return (
        kind == "weight"
        and stem in _SOMETIMES
        and block in {"", *(f"blk.{number}" for number in range(blocks))}
    )
