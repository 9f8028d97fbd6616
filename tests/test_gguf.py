"""Which files are given to llama.cpp, and what is said of those that are not."""

import struct
from collections.abc import Callable
from pathlib import Path

import gguf
import pytest

from rag.errors import BadModel
from rag.llama.gguf import check
from rag.llama.layout import WEIGHT_TYPES
from tests.gguf_files import CHATML, random_gguf
from tests.gguf_fuzz import spots_of

U32, U64 = struct.Struct("<I"), struct.Struct("<Q")
FLOAT = struct.Struct("<f")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    return random_gguf(folder / "whole.gguf", architecture="llama", blocks=2, context=512)


def test_what_a_file_says_of_itself(whole: Path) -> None:
    model = check(whole)
    reader = gguf.GGUFReader(whole)
    tokens = reader.fields["tokenizer.ggml.tokens"].contents()
    assert (model.name, model.architecture, model.path) == ("tiny", "llama", whole)
    assert (model.context, model.vocabulary, model.template) == (512, len(tokens), CHATML)
    assert model.parameters == sum(int(tensor.n_elements) for tensor in reader.tensors)
    assert model.size_bytes == whole.stat().st_size
    assert model.quantisation == "F32"


def test_metadata_holds_all_that_is_no_array(whole: Path) -> None:
    metadata = check(whole).metadata
    expected = {
        name: field.contents()
        for name, field in gguf.GGUFReader(whole).fields.items()
        if not name.startswith("GGUF.") and field.types[0] != gguf.GGUFValueType.ARRAY
    }
    assert metadata == expected


def test_the_quantisation_is_told(tmp_path: Path) -> None:
    path = random_gguf(tmp_path / "small.gguf", quantised=True)
    assert check(path).quantisation == "Q8_0"


def test_the_sizes_of_weights_are_those_of_the_format() -> None:
    sizes = {
        kind.value: (kind.name, *gguf.GGML_QUANT_SIZES[kind])
        for kind in gguf.GGMLQuantizationType
        if kind.value in WEIGHT_TYPES
    }
    assert sizes == WEIGHT_TYPES


@pytest.mark.parametrize(
    ("spot", "value", "fault"),
    [
        ("GGUF.version value", U32.pack(1), "GGUF version 1, where 2 or 3"),
        ("GGUF.tensor_count value", U64.pack(1 << 40), "counts 1099511627776 tensors"),
        ("GGUF.kv_count value", U64.pack(0), "and 0 keys"),
        ("general.architecture value", b"mamba", "architecture is 'mamba', where one of"),
        ("general.name key length", U64.pack(1 << 62), "passes the end of the file"),
        ("general.name value", b"\xff\xfe..", "general.name is not UTF-8"),
        ("general.file_type type", U32.pack(77), "value of type 77"),
        ("general.file_type key", b"llama.block_count", "llama.block_count stands there twice"),
        ("llama.block_count value", U32.pack(1000), "block_count is .*1000.*, where 1 to 512"),
        ("llama.block_count value", U32.pack(3), "no tensor blk.2.attn_norm.weight"),
        ("llama.block_count value", U32.pack(1), "tensor blk.1.attn_.*, which no llama model has"),
        ("llama.embedding_length value", U32.pack(63), "token_embd.weight has shape"),
        ("llama.attention.head_count_kv value", U32.pack(3), "4 attention heads cannot share 3"),
        ("llama.rope.dimension_count value", U32.pack(8), "is 8, where 16 was expected"),
        ("llama.rope.freq_base value", FLOAT.pack(float("nan")), "freq_base is .*nan.*, where"),
        ("llama.rope.scaling.type value", b"nine", "scaling.type is 'nine', where one of"),
        ("llama.expert_used_count value", U32.pack(2), "expert_used_count is .*2.*, where 0 to 0"),
        ("tokenizer.ggml.model value", b"magic", "tokenizer is 'magic', where 'gpt2', 'llama' or"),
        (
            "tokenizer.ggml.tokens value",
            "▁".encode(),
            "1 tokens of its vocabulary stand there twice",
        ),
        ("tokenizer.ggml.scores value", U32.pack(5), "scores is no array of 297 float32"),
        ("tokenizer.ggml.token_type value", U32.pack(4), "token_type is no array of 297 int32"),
        ("tokenizer.ggml.eos_token_id value", U32.pack(297), "is .*297.*, where 0 to 296"),
        ("tokenizer.chat_template key", b"tokenizer.chat_templatX", "no tokenizer.chat_template"),
        ("blk.0.attn_q.weight key", b"blk.0.attn_k.weight", "attn_k.weight stands there twice"),
        ("blk.0.attn_q.weight key", b"blk.0.attn_x.weight", "no tensor blk.0.attn_q.weight"),
    ],
)
def test_a_damaged_file_is_refused(
    whole: Path, tmp_path: Path, spot: str, value: bytes, fault: str
) -> None:
    path = tmp_path / "damaged.gguf"
    path.write_bytes(_changed(whole, spot, value))
    with pytest.raises(BadModel, match=rf"damaged\.gguf cannot be used: .*{fault}"):
        check(path)


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lambda data: b"", "not a GGUF file"),
        (lambda data: data[:20], "not a GGUF file"),
        (lambda data: b"PK" + data[2:], "begins with b'PKUF'"),
        (lambda data: data[:24], "passes the end of the file"),
        (lambda data: data[: len(data) // 2], "ends at byte .*, where .* goes on to"),
        (lambda data: data[:-1], "ends at byte .*, where .* goes on to"),
    ],
)
def test_what_is_cut_short_is_refused(
    whole: Path, tmp_path: Path, damage: Callable[[bytes], bytes], fault: str
) -> None:
    path = tmp_path / "damaged.gguf"
    path.write_bytes(damage(whole.read_bytes()))
    with pytest.raises(BadModel, match=fault):
        check(path)


@pytest.mark.parametrize(
    ("architecture", "old", "new", "fault"),
    [
        ("qwen2", "Ġ t", "Ġ_t", "a merge of its vocabulary is not two tokens"),
        ("llama", "<0x0A>", "<0xZZ>", "its vocabulary has not every byte"),
    ],
)
def test_a_vocabulary_that_cannot_read_every_text_is_refused(
    tmp_path: Path, architecture: str, old: str, new: str, fault: str
) -> None:
    path = random_gguf(tmp_path / "odd.gguf", architecture=architecture)
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
    with pytest.raises(BadModel, match=fault):
        check(path)


def test_the_embedded_model_needs_no_chat_template(tmp_path: Path) -> None:
    assert check(random_gguf(tmp_path / "reader.gguf", template="")).template is None


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match=r"gone\.gguf cannot be used: .*No such file"):
        check(tmp_path / "gone.gguf")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="cannot be read"):
        check(tmp_path)


def _changed(path: Path, spot: str, value: bytes) -> bytes:
    """The bytes of a file with something else in the first place of that name and length."""
    data = path.read_bytes()
    places = [one for one in spots_of(path) if one.name == spot]
    place = next(one for one in places if one.end - one.start == len(value))
    return data[: place.start] + value + data[place.end :]
