"""Load GGUF files in llama.cpp, each in a process of its own, and tell how each ended.

    python -m tests.gguf_loader < LIST

LIST has one path a line; for each, one line comes back: `loaded` when the model was loaded and ran,
`refused` when llama.cpp said no, or `died`, with the signal that ended the process.
"""

import ctypes
import os
import resource
import signal
import sys

import llama_cpp.llama_cpp as llama

LOADED, FAILED, REFUSED = 0, 1, 3
# A process that takes more is ended, so that no damage hangs the tests or eats the machine.
SECONDS, BYTES = 30, 8 << 30


@llama.llama_log_callback  # type: ignore[untyped-decorator]
def _silent(level: int, text: bytes, _: ctypes.c_void_p) -> None:
    pass


def main() -> None:
    """Answer every path on standard input."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            code = FAILED
            try:
                code = _run(line.rstrip("\n"))
            finally:
                os._exit(code)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        words = {LOADED: "loaded", REFUSED: "refused"}
        died = signal.Signals(-status).name if status < 0 else str(status)
        print(words.get(status, f"died {died}"), flush=True)  # noqa: T201


def _run(path: str) -> int:
    """Load a model, read a line with it and spell its vocabulary."""
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # llama.cpp says where it gives up, which is expected here; the answers go out on this stream.
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    llama.llama_log_set(_silent, None)
    llama.llama_backend_init()
    model = llama.llama_model_load_from_file(os.fsencode(path), llama.llama_model_default_params())
    if not model:
        return REFUSED
    parameters = llama.llama_context_default_params()
    parameters.n_ctx, parameters.n_batch, parameters.n_ubatch = 128, 128, 128
    parameters.n_threads = parameters.n_threads_batch = 1
    context = llama.llama_init_from_model(model, parameters)
    if not context:
        return REFUSED
    vocab = llama.llama_model_get_vocab(model)
    _spell(vocab)
    text = "Combien de temps l'été a-t-il duré ? 25 jours\n🙂 <|im_end|>".encode()
    tokens = (llama.llama_token * 128)()
    count = llama.llama_tokenize(vocab, text, len(text), tokens, 128, True, True)
    batch = llama.llama_batch_get_one(tokens, count)
    return LOADED if count > 0 and not llama.llama_decode(context, batch) else REFUSED


def _spell(vocab: object) -> None:
    buffer = ctypes.create_string_buffer(256)
    for token in range(llama.llama_vocab_n_tokens(vocab)):
        llama.llama_token_to_piece(vocab, token, buffer, len(buffer), 0, True)
        llama.llama_vocab_is_eog(vocab, token)


if __name__ == "__main__":
    main()
