"""Models to choose from: small, instructed, French and English, free to use. docs/models.md argues.

Size and checksum are of the file at that revision, as several projects that pin it give them.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Recommended:
    """A model by a short name; `memory_gb` is what a machine should have, not what it needs alone.

    `needs_gb` is the file, 4,096 tokens of context and 0.3 GB to work in, together.
    """

    name: str
    repository: str
    revision: str
    file: str
    size_bytes: int
    sha256: str
    licence: str
    memory_gb: Literal[2, 4, 8, 16]
    needs_gb: float
    prompt_format: str
    why: str

    @property
    def source(self) -> str:
        """Where it is, as `pull` takes it too: `org/repository:file.gguf`."""
        return f"{self.repository}:{self.file}"


RECOMMENDED = (
    Recommended(
        name="qwen2.5-1.5b",
        repository="Qwen/Qwen2.5-1.5B-Instruct-GGUF",
        revision="91cad51170dc346986eccefdc2dd33a9da36ead9",
        file="qwen2.5-1.5b-instruct-q4_k_m.gguf",
        size_bytes=1_117_320_736,
        sha256="6a1a2eb6d15622bf3c96857206351ba97e1af16c30d7a74ee38970e434e9407e",
        licence="Apache-2.0",
        memory_gb=2,
        needs_gb=1.5,
        prompt_format="ChatML",
        why="smallest and fastest; for two cores",
    ),
    Recommended(
        name="smollm3-3b",
        repository="ggml-org/SmolLM3-3B-GGUF",
        revision="4965cb60b150737b68a0408c36aeefb65078f894",
        file="SmolLM3-Q4_K_M.gguf",
        size_bytes=1_915_305_312,
        sha256="8334b850b7bd46238c16b0c550df2138f0889bf433809008cc17a8b05761863e",
        licence="Apache-2.0",
        memory_gb=4,
        needs_gb=2.5,
        prompt_format="ChatML, thinking off",
        why="French is one of the six languages it was made for",
    ),
    Recommended(
        name="qwen3-4b",
        repository="Qwen/Qwen3-4B-GGUF",
        revision="bc640142c66e1fdd12af0bd68f40445458f3869b",
        file="Qwen3-4B-Q4_K_M.gguf",
        size_bytes=2_497_280_256,
        sha256="7485fe6f11af29433bc51cab58009521f205840f5b4ae3a32fa7f92e8534fdf5",
        licence="Apache-2.0",
        memory_gb=8,
        needs_gb=3.4,
        prompt_format="ChatML, thinking off",
        why="many languages; leaves half of the memory to the rest",
    ),
    Recommended(
        name="ministral-3-8b",
        repository="mistralai/Ministral-3-8B-Instruct-2512-GGUF",
        revision="0102285ad796bd99af90f58de616092e5630e970",
        file="Ministral-3-8B-Instruct-2512-Q4_K_M.gguf",
        size_bytes=5_198_911_904,
        sha256="33e7a72cf5e6e2cfc2f2847075acc013d68bba023e35310cef86b5cf8fdca761",
        licence="Apache-2.0",
        memory_gb=8,
        needs_gb=6.1,
        prompt_format="Mistral, [INST] turns",
        why="the largest that fits 8 GB; made in France, French among its languages",
    ),
    Recommended(
        name="ministral-3-14b",
        repository="mistralai/Ministral-3-14B-Instruct-2512-GGUF",
        revision="74fac473c43357d7fb2671713608183cc72496d0",
        file="Ministral-3-14B-Instruct-2512-Q4_K_M.gguf",
        size_bytes=8_239_593_024,
        sha256="824e0f3373e69b84f2cae46fdcb9bd1ebc6ab3bfc7acc125d818b7b8178cc613",
        licence="Apache-2.0",
        memory_gb=16,
        needs_gb=9.2,
        prompt_format="Mistral, [INST] turns",
        why="the same family, larger; for many cores or patience",
    ),
)
