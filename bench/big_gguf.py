"""Make GGUF files of random weights at the shapes of real models, for timing.

    python -m bench.big_gguf FOLDER

What a model costs depends on its shape and on how its weights are packed, not on their values, so
packed blocks are made of noise, with scales that keep the sums in bounds: 1.5 billion weights take
seconds, and nothing is downloaded. The types are those that llama.cpp's Q4_K_M gives to each tensor
of Qwen2.5; the vocabulary is as long as Qwen2.5's, of bytes and invented words.

A model that is to say something, as a trained one would, has an output matrix of its own, of the
same size as the one that the others share with their input, and blocks that work as hard for
nothing.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from string import ascii_lowercase

import gguf
import gguf.quants
import numpy as np
from numpy.typing import NDArray

from tests.gguf_files import CHATML, CONTROL, as_token, byte_tokens, distinct_pieces

TOKENS = 151_936
WORDS = 151_643  # what comes after is control tokens and padding

Kind = gguf.GGMLQuantizationType
# Bytes of noise that all weights are cut from.
POOL = 1 << 24
# Where the halves that scale a block stand, and how much noise spreads with a scale of one.
_SCALES = {
    Kind.Q4_K: {0: 140, 2: 19},
    Kind.Q6_K: {208: 1400},
    Kind.Q5_0: {0: 9},
    Kind.Q8_0: {0: 74},
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a Qwen2.5 model; `billions` is its name."""

    billions: str
    width: int
    blocks: int
    heads: int
    shared: int
    feed_forward: int


SHAPES = [Shape("0.5B", 896, 24, 14, 2, 4864), Shape("1.5B", 1536, 28, 12, 2, 8960)]


def make(folder: Path, shape: Shape, says: str = "") -> Path:
    """Write the model of a shape as Q4_K_M into a folder; returns its path.

    With `says`, it says that, and then it ends; without, nonsense.
    """
    path = folder / f"{'scripted' if says else 'random'}-{shape.billions}-Q4_K_M.gguf"
    writer = gguf.GGUFWriter(path, "qwen2")
    pieces = distinct_pieces(says.encode())
    _describe(writer, shape, pieces)
    noise = np.random.default_rng(0).integers(0, 256, POOL, np.uint8)
    for name, rows, columns, kind in _matrices(shape):
        silent = bool(says) and name.endswith(("attn_output.weight", "ffn_down.weight"))
        packed = _packed(noise, rows, columns, kind, silent=silent)
        if says and name == "token_embd.weight":
            packed = _places(len(pieces), columns)
        writer.add_tensor(name, packed, raw_dtype=kind)
    if says:
        writer.add_tensor("output.weight", _wanted(len(pieces), shape.width), raw_dtype=Kind.Q8_0)
    for name, values in _vectors(shape):
        writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _describe(writer: gguf.GGUFWriter, shape: Shape, pieces: Sequence[bytes]) -> None:
    writer.add_name(f"random {shape.billions}")
    writer.add_context_length(32_768)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.blocks)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.shared)
    writer.add_rope_freq_base(1e6)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_K_M)
    writer.add_chat_template(CHATML)
    words, merges = _words()
    words[256 : 256 + len(pieces)] = map(as_token, pieces)
    rest = [*CONTROL, *(f"[PAD{number}]" for number in range(WORDS + 3, TOKENS))]
    kinds = [gguf.TokenType.NORMAL] * WORDS + [gguf.TokenType.CONTROL] * len(CONTROL)
    kinds += [gguf.TokenType.UNUSED] * (TOKENS - len(kinds))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(words + rest)
    writer.add_token_types(kinds)
    writer.add_token_merges(merges)
    writer.add_bos_token_id(WORDS)
    writer.add_eos_token_id(WORDS + CONTROL.index("<|im_end|>"))
    writer.add_add_bos_token(False)


def _words() -> tuple[list[str], list[str]]:
    """Tokens of up to four letters, some with a space before, and the merges that make them."""
    pairs = ["".join(letters) for letters in product(ascii_lowercase, repeat=2)]
    merges = [("Ġ", letter) for letter in ascii_lowercase]
    merges += [(pair[0], pair[1]) for pair in pairs]
    merges += [(f"Ġ{pair[0]}", pair[1]) for pair in pairs]
    for start in ("", "Ġ"):
        merges += [(start + pair, letter) for pair in pairs for letter in ascii_lowercase]
    fours = product(pairs[::3], pairs[::2])
    merges += islice(fours, WORDS - 256 - len(merges))
    words = [*byte_tokens(), *(first + second for first, second in merges)]
    words += [f"[WORD{number}]" for number in range(len(words), WORDS)]
    return words, [f"{first} {second}" for first, second in merges]


def _matrices(shape: Shape) -> Iterator[tuple[str, int, int, Kind]]:
    """Name, rows, columns and type of each, as llama.cpp quantises to Q4_K_M."""
    width, inner = shape.width, shape.feed_forward
    shared = width // shape.heads * shape.shared
    yield "token_embd.weight", TOKENS, width, _kind(Kind.Q6_K, width)
    for number in range(shape.blocks):
        # The first and last eighth, and a third of what is between, are kept finer.
        eighth = shape.blocks // 8
        fine = not eighth <= number < 7 * shape.blocks // 8 or (number - eighth) % 3 == 2
        finer = Kind.Q6_K if fine else Kind.Q4_K
        for name, rows, columns, kind in (
            ("attn_q", width, width, Kind.Q4_K),
            ("attn_k", shared, width, Kind.Q4_K),
            ("attn_v", shared, width, finer),
            ("attn_output", width, width, Kind.Q4_K),
            ("ffn_gate", inner, width, Kind.Q4_K),
            ("ffn_up", inner, width, Kind.Q4_K),
            ("ffn_down", width, inner, finer),
        ):
            yield f"blk.{number}.{name}.weight", rows, columns, _kind(kind, columns)


def _kind(kind: Kind, columns: int) -> Kind:
    """The type, or what llama.cpp takes where rows cannot be cut into blocks of 256."""
    return kind if columns % 256 == 0 else {Kind.Q4_K: Kind.Q5_0, Kind.Q6_K: Kind.Q8_0}[kind]


def _packed(
    noise: NDArray[np.uint8], rows: int, columns: int, kind: Kind, *, silent: bool
) -> NDArray[np.uint8]:
    """Blocks of noise, scaled to rows of about length one, or to nothing if silent.

    Shape (rows, bytes of a row).
    """
    block, size = gguf.GGML_QUANT_SIZES[kind]
    blocks = np.resize(noise, (rows * columns // block, size))
    for place, spread in _SCALES[kind].items():
        scale = np.array([0 if silent else 1 / spread / np.sqrt(columns)], np.float16)
        blocks[:, place : place + 2] = scale.view(np.uint8)
    return blocks.reshape(rows, columns // block * size)


def _places(count: int, width: int) -> NDArray[np.uint8]:
    """Embeddings that tell a piece's place in what is said, and no more of any other token."""
    place = np.zeros(TOKENS, int)
    place[256 : 256 + count] = range(1, count + 1)
    return gguf.quants.quantize(np.eye(width, dtype=np.float32)[place], Kind.Q8_0)


def _wanted(count: int, width: int) -> NDArray[np.uint8]:
    """For each place, the piece that comes next, and at last the end."""
    wanted = np.zeros((TOKENS, width), np.float32)
    wanted[range(256, 256 + count), range(count)] = 1.0
    wanted[WORDS + CONTROL.index("<|im_end|>"), count] = 1.0
    return gguf.quants.quantize(wanted, Kind.Q8_0)


def _vectors(shape: Shape) -> Iterator[tuple[str, NDArray[np.float32]]]:
    width = shape.width
    yield "output_norm.weight", np.ones(width, np.float32)
    for number in range(shape.blocks):
        for name, length in (("q", width), ("k", width // shape.heads * shape.shared)):
            yield f"blk.{number}.attn_{name}.bias", np.zeros(length, np.float32)
        yield f"blk.{number}.attn_v.bias", np.zeros(width // shape.heads * shape.shared, np.float32)
        for name in ("attn_norm", "ffn_norm"):
            yield f"blk.{number}.{name}.weight", np.ones(width, np.float32)


def main() -> None:
    """Make the models of all shapes in the folder that the command line names."""
    for shape in SHAPES:
        print(make(Path(sys.argv[1]), shape))  # noqa: T201


if __name__ == "__main__":
    main()
