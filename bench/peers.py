"""Run Recoupe beside its peers: txtai, LangChain, LlamaIndex, Haystack and Chroma.

    python bench/peers.py DIR [ingest] [build] [query] --python PEERS/bin/python

DIR holds the peers' benchmark (b2_peers.py, common.py, passages and queries), and PEERS is a
virtual environment with the peers in it; Recoupe runs in the environment of this program. Every
measurement is a process of its own, contestants take turns, and each waits for a quiet machine.

- `ingest`: texts to an index on the disk, everything included;
- `build`: 20,000 texts with embeddings that are ready, so that all but encoding is measured; it
  leaves the indexes that `query` asks;
- `query`: ten hits for a question, end to end.

All three are run unless some are named. At the end stand the ratios to each peer.
"""

import argparse
import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

MODES = {
    "ingest": ["pps", "embed_s", "overhead_s", "rss_mb", "disk_mb"],
    "build": ["total_s", "overhead_s", "rss_mb", "disk_mb"],
    "query": ["p50_ms", "p95_ms", "other_p50_ms", "load_s", "rss_mb"],
}
PEERS = (
    "txtai hybrid", "langchain+faiss", "llamaindex+faiss", "haystack in-memory", "chromadb",
)  # fmt: skip
OURS = "ours"
# What each process runs: the peers' benchmark, which in ours alone is told of Recoupe.
_RUN = """import os, runpy, sys
if {ours!r} in sys.argv:
    os.environ["BENCH_OURS"] = {file!r}
    sys.path.insert(0, {root!r})
sys.argv[1:1] = [{mode!r}]
runpy.run_path({path!r}, run_name="__main__")
"""

Figures = dict[str, dict[str, Any]]


def main() -> None:
    """Measure what the command line names."""
    arguments = _arguments()
    os.environ["BENCH_WORK"] = str(arguments.work.resolve())
    sys.path.insert(0, str(arguments.folder.resolve()))
    common = importlib.import_module("common")
    here, path = Path(__file__).parent.resolve(), arguments.folder.resolve() / "b2_peers.py"
    told = {"ours": OURS, "file": str(here / "ours.py"), "root": str(here.parent)}
    if not (arguments.work / "vec_20000.npy").exists():
        subprocess.run([arguments.python, path, "vectors"], check=True)
    names = [*arguments.names.split(","), OURS]
    python = {name: str(arguments.python) for name in names if name != OURS}
    for mode in arguments.modes or MODES:
        script = arguments.work / f"run_{mode}.py"
        script.write_text(_RUN.format(mode=mode, path=str(path), **told))
        size = arguments.texts if mode == "ingest" else 20_000
        extra = ("--n", size, "--nq", arguments.questions)
        times = 1 if mode == "build" else arguments.rounds
        found: Figures = common.rounds(str(script), names, times, extra, python=python)
        print(f"\n{mode}, {size} texts, {times} rounds\n")  # noqa: T201
        common.table(found, MODES[mode], "{:.2f}")
        _print_ratios(found, MODES[mode])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Run Recoupe beside its peers.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the peers' benchmark")
    parser.add_argument("modes", nargs="*", choices=[*MODES, []], metavar="MODE")
    parser.add_argument("--python", type=Path, required=True, help="the peers' interpreter")
    parser.add_argument("--work", type=Path, default=Path("bench-work"), help="for the indexes")
    parser.add_argument("--names", default=",".join(PEERS), help="peers, with commas between")
    parser.add_argument("--texts", type=int, default=1000, help="texts to ingest")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _print_ratios(found: Figures, keys: list[str]) -> None:
    """Print what each peer's median is of ours."""
    if "error" in found[OURS]:
        return
    print("\n| peer / ours | " + " | ".join(keys) + " |\n|" + "---|" * (len(keys) + 1))  # noqa: T201
    for name, figures in found.items():
        if name != OURS and "error" not in figures:
            ratios = [figures[key][0] / max(found[OURS][key][0], 1e-9) for key in keys]
            print(f"| {name} | " + " | ".join(f"{ratio:.2f}" for ratio in ratios) + " |")  # noqa: T201


if __name__ == "__main__":
    main()
