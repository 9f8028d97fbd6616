"""Two statements side by side: where they differ, and whether both can be true."""

from rag.statements.compare import Comparer
from rag.statements.models import CompareRequest, Comparison, Difference, Place

__all__ = ["CompareRequest", "Comparer", "Comparison", "Difference", "Place"]
