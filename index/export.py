"""Export a sentence-transformers model of BERT's kind to the files that `index.runtime` reads.

The word embeddings stay outside of the graph, in a table that is read row by row: they are more
than half of the weights, and a question needs a dozen of them. Everything after them is in the
graph, which ends with the mean over the tokens, brought to length 1.
"""

import json
import logging
import os
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as fn

from index.coarse import coarsen
from index.runtime import LAYERS, TOKENIZER, WORDS, graph_files, import_openvino

_OPSET = 17


class _Layers(torch.nn.Module):
    """From the word embeddings of texts (n x tokens x d) to the embeddings of the texts (n x d)."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self._model = model

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        states = self._model(inputs_embeds=words, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).to(states.dtype)
        return fn.normalize((states * weight).sum(1) / weight.sum(1), dim=1)


def export(model: Path, folder: Path) -> None:
    """Write into `folder` the files that `index.runtime` names, of the model in the folder `model`.

    The mean of the last layer's rows must be how it pools. Raises OSError and ValueError for a
    folder that holds no such model.
    """
    limit = json.loads((model / "sentence_bert_config.json").read_text())["max_seq_length"]
    tokenizer: Any = Tokenizer.from_file(os.fspath(model / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(limit)
    tokenizer.save(os.fspath(folder / TOKENIZER))
    bert = read_bert(model)
    table = bert.get_input_embeddings().weight.detach().numpy()
    np.save(folder / WORDS, table.astype(np.float16))
    export_graph(_Layers(bert), table.shape[1], folder, LAYERS)


def read_bert(model: Path) -> Any:
    """Return the transformer of the model in a folder, ready to be exported."""
    from transformers import AutoModel
    from transformers.utils import logging as chatter

    chatter.disable_progress_bar()  # type: ignore[no-untyped-call]
    return AutoModel.from_pretrained(
        model, local_files_only=True, attn_implementation="eager", dtype=torch.float32
    ).eval()


def export_graph(
    layers: torch.nn.Module,
    dimension: int,
    folder: Path,
    name: str,
    *,
    by_token: bool = False,
    coarse: bool = False,
) -> None:
    """Write the files of a graph, for both engines: word embeddings and mask in, rows out.

    `layers` gives one row for each text, or with `by_token` one for each token. With `coarse` the
    faster engine multiplies in bytes (`index.coarse`): embeddings would no longer be those that are
    stored, but a few numbers that are weighed differ by next to nothing.
    """
    mask = torch.ones(2, 16, dtype=torch.int64)
    mask[1, 9:] = 0
    either = {0: "texts", 1: "tokens"}
    (onnx,) = graph_files(name, "ONNX Runtime fp32")
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")  # of the tracing exporter, which is chosen on purpose
        torch.onnx.export(
            layers,
            (torch.randn(2, 16, dimension), mask),
            os.fspath(folder / onnx),
            input_names=["words", "mask"],
            output_names=["rows"],
            dynamic_axes={
                "words": either,
                "mask": either,
                "rows": either if by_token else {0: "texts"},
            },
            opset_version=_OPSET,
            dynamo=False,
        )
    openvino = import_openvino()
    model = openvino.Core().read_model(folder / onnx)
    if coarse:
        coarsen(model)
    openvino.save_model(
        model, folder / graph_files(name, "OpenVINO bf16")[0], compress_to_fp16=True
    )
