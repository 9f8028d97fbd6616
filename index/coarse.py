"""The linear maps of an OpenVINO graph in bytes, which take half the room and less time.

Each row is kept in whole steps of a 127th of its largest number. An engine whose CPU multiplies
bytes then takes what it multiplies them with to bytes too, a few numbers at a time and each few by
their own largest one (`index.runtime` says how many), so that little is lost.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.runtime import import_openvino

_STEPS = 127
_FEWEST = 16  # rows: a head, which has fewer, stays as it is, since it costs next to nothing


def coarsen(model: Any) -> None:
    """Bring the constant maps of an OpenVINO model to bytes, in place."""
    import_openvino()
    from openvino import opset13

    for node in model.get_ordered_ops():
        if node.get_type_name() != "MatMul":
            continue
        constant = node.input_value(1).get_node()
        if constant.get_type_name() != "Constant":
            continue  # attention multiplies what it has reckoned
        weight = constant.data if node.get_attributes()["transpose_b"] else constant.data.T
        if len(weight) >= _FEWEST:
            steps, step = in_steps(weight)
            coarse = opset13.multiply(
                opset13.convert(opset13.constant(steps), "f32"), opset13.constant(step)
            )
            mapped = opset13.matmul(node.input_value(0), coarse, False, True)
            node.output(0).replace(mapped.output(0))


def in_steps(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the numbers of each row in steps (m x n, -127 to 127), and each row's step (m x 1)."""
    largest = np.abs(weight).max(axis=1, keepdims=True)
    step = np.where(largest > 0, largest / _STEPS, 1).astype(np.float32)
    return np.rint(weight / step).astype(np.int8), step
