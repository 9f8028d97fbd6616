"""llama.cpp with nothing around it, for `bench/llama.py` to compare with.

    python -m bench.raw_llama MODEL

Each line of standard input is a task in JSON: `{"text": …, "count": …, "threads": …}`. The text is
read from an empty memory, then `count` tokens are written, each the likeliest, by so many threads;
all cores read. Each answer is a line of JSON: the tokens read, the seconds that reading and writing
took, and the memory of the process.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import llama_cpp.llama_cpp as llama
import numpy as np

from index.threads import usable_cores

CONTEXT, BATCH = 4096, 512


def main() -> None:
    """Load the model that the command line names, and do the tasks."""
    silent = llama.llama_log_callback(lambda *_: None)  # kept, since llama.cpp keeps its address
    llama.llama_log_set(silent, None)
    llama.llama_backend_init()
    parameters = llama.llama_model_default_params()
    model = llama.llama_model_load_from_file(os.fsencode(sys.argv[1]), parameters)
    settings = llama.llama_context_default_params()
    settings.n_ctx, settings.n_batch, settings.n_ubatch = CONTEXT, BATCH, BATCH
    context = llama.llama_init_from_model(model, settings)
    vocab = llama.llama_model_get_vocab(model)
    for line in sys.stdin:
        task = json.loads(line)
        llama.llama_set_n_threads(context, task["threads"], usable_cores())
        tokens = _tokens(vocab, task["text"].encode())
        llama.llama_memory_clear(llama.llama_get_memory(context), True)
        reading, writing = _run(context, vocab, tokens, task["count"])
        answer = {"tokens": len(tokens), "reading": reading, "writing": writing}
        print(json.dumps(answer | {"memory": memory_of(os.getpid())}), flush=True)  # noqa: T201


def memory_of(process: int) -> int:
    """Return the bytes that a process has in memory, those of the model's file included."""
    pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _run(context: object, vocab: object, tokens: Sequence[int], count: int) -> tuple[float, float]:
    """Seconds until the first token is known, and from then until the last of `count` is."""
    size = llama.llama_vocab_n_tokens(vocab)
    began = time.perf_counter()
    for start in range(0, len(tokens), BATCH):
        _decode(context, tokens[start : start + BATCH])
    token = _likeliest(context, size)
    read = time.perf_counter()
    for _ in range(count - 1):
        _decode(context, [token])
        token = _likeliest(context, size)
    return read - began, time.perf_counter() - read


def _decode(context: object, tokens: Sequence[int]) -> None:
    array = (llama.llama_token * len(tokens))(*tokens)
    if code := llama.llama_decode(context, llama.llama_batch_get_one(array, len(tokens))):
        sys.exit(f"llama_decode returned {code}")


def _likeliest(context: object, size: int) -> int:
    pointer = llama.llama_get_logits_ith(context, -1)
    return int(np.argmax(np.ctypeslib.as_array(pointer, shape=(size,))))


def _tokens(vocab: object, text: bytes) -> list[int]:
    array = (llama.llama_token * (len(text) + 8))()
    count = llama.llama_tokenize(vocab, text, len(text), array, len(array), False, False)
    tokens: list[int] = array[:count]
    return tokens


if __name__ == "__main__":
    main()
