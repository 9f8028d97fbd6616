"""Tiny GGUF files for tests, which llama.cpp loads and runs in milliseconds.

Two kinds, both with every byte in the vocabulary, so that any text can be read and written:
`random_gguf` has seeded noise for weights and says nonsense; `scripted_gguf` is built by hand to
say one given text, whatever it is asked.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import gguf
import gguf.quants
import numpy as np
from numpy.typing import NDArray

CONTROL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
# Pieces a real vocabulary would have, so that answers are not spelt byte by byte.
PIECES = (
    b'[{"', b"sentence", b'":', b'", "', b"answer", b'": "', b'"}', b', {"', b"tion", b"ment",
    b"les", b"que", b"ent", b"the", b"and", b"ing", b" de", b" la", b" of", b" to", b"heures",
    b"hours", b"20", b"25",
)  # fmt: skip
CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
PLAIN = "{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Tokens as GGUF lists them, by the kind of tokenizer that `model` names."""

    model: str
    tokens: list[str]
    kinds: list[gguf.TokenType]
    begin: int
    end: int


Tensors: TypeAlias = Mapping[str, NDArray[np.float32]]
Matrix: TypeAlias = Callable[[int, int], NDArray[np.float32]]


def random_gguf(
    path: Path,
    *,
    seed: int = 0,
    context: int = 4096,
    chatml: bool = True,
    architecture: str = "qwen2",
    blocks: int = 1,
    quantised: bool = False,
    template: str | None = None,
) -> Path:
    """Write a model with random weights; returns the path.

    The llama architecture comes with a vocabulary as sentencepiece makes it. Weights are 32-bit
    floats, or Q8_0. The chat template is the usual one for its control tokens unless given; with an
    empty one, the file says that it is a reader, as the embedded model does.
    """
    size, heads, feed_forward = 64, 4, 128
    vocabulary = _sentencepiece(chatml) if architecture == "llama" else _byte_level(PIECES, chatml)
    noise = np.random.default_rng(seed)

    def matrix(rows: int, columns: int, spread: float = 1.0) -> NDArray[np.float32]:
        values = noise.standard_normal((rows, columns), dtype=np.float32)
        return values * np.float32(spread / np.sqrt(columns))

    count = len(vocabulary.tokens)
    tensors = {
        "token_embd.weight": matrix(count, size, spread=np.sqrt(size)),
        # Logits far enough apart that rounding does not change which is the largest.
        "output.weight": matrix(count, size, spread=3.0),
        "output_norm.weight": np.ones(size, np.float32),
    }
    for number in range(blocks):
        block = _block(architecture, size, heads, feed_forward, matrix)
        tensors |= {f"blk.{number}.{name}": values for name, values in block.items()}
    if architecture == "gemma2":  # which writes with the matrix that it reads with
        del tensors["output.weight"]
    if template is None:
        template = CHATML if chatml else PLAIN
    kind = gguf.GGMLQuantizationType.Q8_0 if quantised else gguf.GGMLQuantizationType.F32
    _write(path, architecture, vocabulary, tensors, heads, context, template, kind)
    return path


def scripted_gguf(path: Path, reply: str, *, endless: bool = False, context: int = 4096) -> Path:
    """Write a model that says `reply` and stops, or says it again for ever; returns the path.

    Every piece of the reply is a token whose embedding is its place in the reply; the block adds
    nothing; the output matrix wants the next piece. A piece that a grammar refuses derails it,
    and it starts over.
    """
    pieces = distinct_pieces(reply.encode())
    vocabulary = _byte_level(pieces, chatml=True)
    end = vocabulary.tokens.index("<|im_end|>")
    size = max(32, -(-(len(pieces) + 1) // 32) * 32)
    place = np.zeros(len(vocabulary.tokens), int)
    place[256 : 256 + len(pieces)] = range(1, len(pieces) + 1)
    wanted = np.zeros((len(place), size), np.float32)
    for position in range(len(pieces)):
        wanted[256 + position, position] = 5.0
    wanted[256 if endless else end, len(pieces)] = 5.0
    tensors = {
        "token_embd.weight": np.eye(size, dtype=np.float32)[place],
        "output.weight": wanted,
        "output_norm.weight": np.ones(size, np.float32),
    }
    block = _block(
        "qwen2", size, 1, 32, lambda rows, columns: np.zeros((rows, columns), np.float32)
    )
    tensors |= {f"blk.0.{name}": values for name, values in block.items()}
    _write(path, "qwen2", vocabulary, tensors, 1, context, CHATML)
    return path


def _block(
    architecture: str, size: int, heads: int, feed_forward: int, matrix: Matrix
) -> dict[str, NDArray[np.float32]]:
    """The tensors of a transformer block, its matrices made by `matrix(rows, columns)`."""
    tensors = {
        "attn_output.weight": matrix(size, size),
        "ffn_down.weight": matrix(size, feed_forward),
    }
    if architecture == "phi3":
        tensors["attn_qkv.weight"] = matrix(3 * size, size)
        tensors["ffn_up.weight"] = matrix(2 * feed_forward, size)
    else:
        tensors |= {f"attn_{part}.weight": matrix(size, size) for part in "qkv"}
        tensors |= {f"ffn_{part}.weight": matrix(feed_forward, size) for part in ("gate", "up")}
    if architecture == "qwen2":
        tensors |= {f"attn_{part}.bias": np.zeros(size, np.float32) for part in "qkv"}
    norms = {"attn_norm": size, "ffn_norm": size}
    if architecture in ("qwen3", "gemma3"):
        norms |= {"attn_q_norm": size // heads, "attn_k_norm": size // heads}
    if architecture in ("gemma2", "gemma3"):
        norms |= {"post_attention_norm": size, "post_ffw_norm": size}
    return tensors | {
        f"{name}.weight": np.ones(length, np.float32) for name, length in norms.items()
    }


def _byte_level(pieces: Iterable[bytes], chatml: bool) -> Vocabulary:
    """Every byte, the pieces, and control tokens."""
    control = CONTROL if chatml else ("<|endoftext|>", "<start>", "<end>")
    tokens = byte_tokens() + [as_token(piece) for piece in pieces]
    kinds = [gguf.TokenType.NORMAL] * len(tokens) + [gguf.TokenType.CONTROL] * len(control)
    return Vocabulary("gpt2", [*tokens, *control], kinds, begin=len(tokens), end=len(tokens) + 2)


def _sentencepiece(chatml: bool) -> Vocabulary:
    """The unknown token, control tokens, every byte, and pieces that begin words with "▁"."""
    control = ("<s>", "</s>", *(CONTROL[1:] if chatml else ()))
    pieces = [*"▁abcdefghijklmnopqrstuvwxyzé", "▁d", "▁de", "▁l", "▁la", "es", "en", "re", "▁2"]
    kinds = [gguf.TokenType.UNKNOWN] + [gguf.TokenType.CONTROL] * len(control)
    kinds += [gguf.TokenType.BYTE] * 256 + [gguf.TokenType.NORMAL] * len(pieces)
    tokens = ["<unk>", *control, *(f"<0x{byte:02X}>" for byte in range(256)), *pieces]
    return Vocabulary("llama", tokens, kinds, begin=1, end=tokens.index(control[-1]))


def _write(
    path: Path,
    architecture: str,
    vocabulary: Vocabulary,
    tensors: Tensors,
    heads: int,
    context: int,
    template: str,
    kind: gguf.GGMLQuantizationType = gguf.GGMLQuantizationType.F32,
) -> None:
    size = tensors["token_embd.weight"].shape[1]
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name("tiny")
    writer.add_context_length(context)
    writer.add_embedding_length(size)
    writer.add_block_count(sum(name.endswith("attn_norm.weight") for name in tensors))
    writer.add_feed_forward_length(tensors["blk.0.ffn_down.weight"].shape[1])
    writer.add_head_count(heads)
    writer.add_head_count_kv(heads)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_key_length(size // heads)
    writer.add_value_length(size // heads)
    writer.add_rope_dimension_count(size // heads)
    writer.add_rope_freq_base(10_000.0)
    writer.add_rope_scaling_type(gguf.RopeScalingType.NONE)
    writer.add_sliding_window(context)
    writer.add_logit_scale(1.0)
    writer.add_expert_count(0)
    writer.add_expert_used_count(0)
    writer.add_vocab_size(len(vocabulary.tokens))
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    writer.add_file_type(7 if kind == gguf.GGMLQuantizationType.Q8_0 else 0)
    writer.add_tokenizer_model(vocabulary.model)
    writer.add_token_list(vocabulary.tokens)
    writer.add_token_types(vocabulary.kinds)
    if vocabulary.model == "gpt2":
        writer.add_tokenizer_pre("qwen2")
        writer.add_token_merges(["Ġ t"])  # the key must be there; this merge makes no token of ours
    else:
        writer.add_token_scores([-float(number) for number in range(len(vocabulary.tokens))])
    writer.add_bos_token_id(vocabulary.begin)
    writer.add_eos_token_id(vocabulary.end)
    writer.add_pad_token_id(vocabulary.begin)
    writer.add_add_bos_token(vocabulary.model == "llama")
    if template:
        writer.add_chat_template(template)
    else:
        writer.add_uint32("recoupe.reader", 1)
    for name, values in tensors.items():
        if kind == gguf.GGMLQuantizationType.Q8_0 and values.ndim > 1:
            writer.add_tensor(name, gguf.quants.quantize(values, kind), raw_dtype=kind)
        else:
            writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def byte_tokens() -> list[str]:
    """One token for each byte, in byte order, written as byte-level vocabularies write them."""
    return [as_token(bytes([byte])) for byte in range(256)]


def as_token(data: bytes) -> str:
    """Printable Latin-1 bytes stand for themselves, the others for characters from U+0100 on."""
    plain = {*range(33, 127), *range(161, 173), *range(174, 256)}
    moved = [byte for byte in range(256) if byte not in plain]
    return "".join(chr(b) if b in plain else chr(256 + moved.index(b)) for b in data)


def distinct_pieces(data: bytes) -> list[bytes]:
    """Cut the data into pieces of six bytes or more that all differ.

    One piece has one successor, so no piece may come twice; nor may one be a single byte, which
    is a token already. What is too short or a repetition joins the piece before it.
    """
    pieces: list[bytes] = []
    start = 0
    while start < len(data):
        end = start + 6
        while data[start:end] in pieces and end < len(data):
            end += 1
        pieces.append(data[start:end])
        start = end
    while len(pieces) > 1 and (len(pieces[-1]) < 2 or pieces[-1] in pieces[:-1]):
        pieces[-2:] = [pieces[-2] + pieces[-1]]
    return pieces
