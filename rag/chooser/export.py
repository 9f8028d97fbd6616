"""Write the chooser as a GGUF file of llama's architecture, quantised, for llama.cpp."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import gguf
import numpy as np
from numpy.typing import NDArray

from rag.chooser.marks import BIAS, END, MARKS, NO, READER, YES

# The table is most of the file, and its rows bear the coarser steps: 4.5 bits a weight, and 8.5
# bits for the layers.
_TABLE = gguf.GGMLQuantizationType.Q4_0
_LAYERS = gguf.GGMLQuantizationType.Q8_0
_MOSTLY_Q4_0 = 2
_UNKNOWN = 100  # [UNK] in every vocabulary that grew from BERT's
_CONTEXT = 2048


def write_gguf(
    path: Path,
    pieces: Sequence[str],
    tensors: Mapping[str, NDArray[np.float32]],
    *,
    heads: int,
    base: float,
    bias: float,
) -> None:
    """Write the file: `pieces` by number, marks included, and the tensors by llama.cpp's names.

    `base` is that of the rotary positions; `bias` is added to the log-odds by who reads them.
    """
    blocks = 1 + max(int(name.split(".")[1]) for name in tensors if name.startswith("blk."))
    size = tensors["output_norm.weight"].shape[0]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("Recoupe's chooser")
    writer.add_context_length(_CONTEXT)
    writer.add_embedding_length(size)
    writer.add_block_count(blocks)
    writer.add_feed_forward_length(tensors["blk.0.ffn_up.weight"].shape[0])
    writer.add_head_count(heads)
    writer.add_head_count_kv(heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(base)
    writer.add_rope_dimension_count(size // heads)
    writer.add_vocab_size(len(pieces))
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    writer.add_file_type(_MOSTLY_Q4_0)
    writer.add_uint32(READER, 1)
    writer.add_float32(BIAS, bias)
    _add_vocabulary(writer, pieces)
    for name, values in tensors.items():
        kind = _TABLE if name == "token_embd.weight" else _LAYERS
        if values.ndim > 1:
            writer.add_tensor(name, gguf.quants.quantize(values, kind), raw_dtype=kind)
        else:
            writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_vocabulary(writer: gguf.GGUFWriter, pieces: Sequence[str]) -> None:
    """The word pieces as llama.cpp writes them: what begins a word is marked, not what goes on."""
    marks = {*MARKS, YES, NO}
    special = [piece in marks or (piece[0] == "[" and piece[-1] == "]") for piece in pieces]
    writer.add_tokenizer_model("bert")
    writer.add_token_list(
        [
            piece if control else piece[2:] if piece.startswith("##") else f"\u2581{piece}"
            for piece, control in zip(pieces, special, strict=True)
        ]
    )
    writer.add_token_types(
        [gguf.TokenType.CONTROL if control else gguf.TokenType.NORMAL for control in special]
    )
    end = pieces.index(END)
    writer.add_unk_token_id(_UNKNOWN)
    writer.add_bos_token_id(end)
    writer.add_eos_token_id(end)
    writer.add_sep_token_id(end)
    writer.add_pad_token_id(end)
    writer.add_add_bos_token(False)
