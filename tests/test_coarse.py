"""Linear maps in bytes: their steps, and that a graph made so gives nearly what it gave."""

from pathlib import Path

import numpy as np
import pytest
import torch

from index.coarse import in_steps
from index.export import export_graph
from index.runtime import graph_files, open_graph


class TwoMaps(torch.nn.Module):
    """A map to 32 numbers, which is brought to bytes, and a head of two, which is not."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(5)
        self.wide, self.head = torch.nn.Linear(32, 32), torch.nn.Linear(32, 2)

    def forward(self, words: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return two numbers a token; the mask is read, so that the graph has it."""
        told: torch.Tensor = self.head(self.wide(words)) * mask.unsqueeze(-1)
        return told


def test_a_row_is_told_in_steps_of_a_127th_of_its_largest_number() -> None:
    steps, step = in_steps(np.array([[254.0, -100.0, 0.9], [0.0, 0.0, 0.0]], np.float32))
    assert steps.tolist() == [[127, -50, 0], [0, 0, 0]]
    assert step[0, 0] == 2.0
    assert steps.dtype == np.int8


@pytest.mark.parametrize("coarse", [False, True])
def test_a_coarse_graph_is_smaller_and_gives_nearly_the_same(coarse: bool, tmp_path: Path) -> None:
    layers = TwoMaps()
    export_graph(layers, 32, tmp_path, "maps", by_token=True, coarse=coarse)
    words, mask = torch.randn(3, 16, 32), torch.ones(3, 16, dtype=torch.int64)
    with torch.inference_mode():
        wanted = layers(words, mask).numpy()
    found = open_graph(tmp_path, "maps", "OpenVINO bf16")(words.numpy(), mask.numpy())
    assert np.abs(found - wanted).max() < 0.05
    described, weights = (tmp_path / name for name in graph_files("maps", "OpenVINO bf16"))
    assert ('element_type="i8"' in described.read_text()) is coarse
    assert (weights.stat().st_size < 32 * 32 * 2) is coarse
