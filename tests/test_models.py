"""The installed models: which there are, which one the `llama` writer takes, and what is wrong."""

import os
import re
from pathlib import Path

import pytest

from rag.errors import BadModel, NoSuchModel, WriterUnavailable
from rag.llama.shape import ARCHITECTURES
from rag.models import (
    RECOMMENDED,
    Recommended,
    chosen_model,
    find,
    installed,
    models_folder,
    no_model_note,
    pull,
    remove,
    use,
    verify,
)
from rag.models.installed import write_origin
from rag.settings import Settings
from tests.damage import flip
from tests.gguf_files import random_gguf

DOCS = (Path(__file__).parent.parent / "docs" / "models.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model outside of any folder of models."""
    return random_gguf(tmp_path_factory.mktemp("made") / "made.gguf")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a data folder in which two models are installed: `aged.gguf` and `new.gguf`."""
    for name in ("RECOUPE_MODEL", "RECOUPE_MODELS"):
        monkeypatch.delenv(name, raising=False)
    settings = Settings(data=tmp_path / "data")
    folder = models_folder(settings)
    folder.mkdir(parents=True)
    for seed, name in enumerate(("aged", "new")):
        path = random_gguf(folder / f"{name}.gguf", seed=seed)
        os.utime(path, (seed, seed))
    return settings


def test_models_are_told_newest_first(settings: Settings) -> None:
    assert [model.name for model in installed(models_folder(settings))] == ["new.gguf", "aged.gguf"]


def test_a_folder_that_was_never_made_holds_none(tmp_path: Path) -> None:
    assert installed(tmp_path / "none") == []


def test_partial_files_are_no_models(settings: Settings) -> None:
    (models_folder(settings) / ".half.gguf.abc.part").write_bytes(b"GGUF")
    assert len(installed(models_folder(settings))) == 2


def test_no_model_is_chosen_where_there_is_none(tmp_path: Path) -> None:
    assert chosen_model(Settings(data=tmp_path)) is None


def test_the_newest_is_chosen(settings: Settings) -> None:
    assert chosen_model(settings) == models_folder(settings) / "new.gguf"


def test_the_one_in_use_is_chosen_before_the_newest(settings: Settings) -> None:
    use(models_folder(settings), "aged")
    assert chosen_model(settings) == models_folder(settings) / "aged.gguf"


@pytest.mark.parametrize("name", ["new", "new.gguf"])
def test_the_configured_one_is_chosen_before_the_one_in_use(settings: Settings, name: str) -> None:
    use(models_folder(settings), "aged")
    configured = settings.model_copy(update={"model": Path(name)})
    assert chosen_model(configured) == models_folder(settings) / "new.gguf"


def test_a_configured_file_may_stand_anywhere(settings: Settings, made: Path) -> None:
    assert chosen_model(settings.model_copy(update={"model": made})) == made


def test_a_configured_one_that_is_not_there_is_told(settings: Settings) -> None:
    configured = settings.model_copy(update={"model": Path("gone.gguf")})
    with pytest.raises(WriterUnavailable, match=r"gone\.gguf is neither a file nor installed in"):
        chosen_model(configured)


def test_models_may_be_in_another_folder(settings: Settings, tmp_path: Path, made: Path) -> None:
    shared = settings.model_copy(update={"models": tmp_path / "shared"})
    assert chosen_model(shared) is None
    assert pull(str(made), models_folder(shared)).path == tmp_path / "shared" / "made.gguf"
    assert chosen_model(shared) == tmp_path / "shared" / "made.gguf"


def test_use_takes_a_file_that_stands_elsewhere(settings: Settings, made: Path) -> None:
    assert use(models_folder(settings), str(made)) == made
    assert chosen_model(settings) == made


def test_use_refuses_what_is_nowhere(settings: Settings) -> None:
    with pytest.raises(NoSuchModel, match=r"no model 'gone\.gguf' is installed"):
        use(models_folder(settings), "gone.gguf")


def test_use_refuses_what_llama_cpp_could_not_load(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(BadModel, match="cannot be used"):
        use(models_folder(settings), str(tmp_path / "bad.gguf"))
    assert chosen_model(settings) == models_folder(settings) / "new.gguf"


def test_the_newest_is_chosen_again_when_the_one_in_use_has_gone(settings: Settings) -> None:
    use(models_folder(settings), "aged").unlink()
    assert chosen_model(settings) == models_folder(settings) / "new.gguf"


def test_remove_takes_the_model_and_its_use_away(settings: Settings) -> None:
    folder = models_folder(settings)
    use(folder, "aged")
    remove(folder, "aged")
    assert sorted(path.name for path in folder.iterdir()) == ["new.gguf"]


def test_remove_takes_what_was_noted_of_a_pulled_one_too(settings: Settings, made: Path) -> None:
    folder = models_folder(settings)
    pull(str(made), folder)
    remove(folder, "made")
    assert sorted(path.name for path in folder.iterdir()) == ["aged.gguf", "new.gguf"]


def test_remove_refuses_what_is_not_installed(settings: Settings, made: Path) -> None:
    with pytest.raises(NoSuchModel, match="is installed in"):
        remove(models_folder(settings), str(made))
    assert made.exists()


def test_a_recommended_model_goes_by_its_short_name(settings: Settings) -> None:
    folder, model = models_folder(settings), RECOMMENDED[0]
    write_origin(folder / "new.gguf", model.source, model.sha256)
    assert find(folder, model.name).path == folder / "new.gguf"
    assert installed(folder)[0].name == model.name


def test_a_pulled_model_is_sound(tmp_path: Path, made: Path) -> None:
    pull(str(made), tmp_path)
    (check,) = verify(tmp_path)
    assert (check.name, check.fault, check.has_checksum) == ("made.gguf", None, True)


def test_one_changed_weight_is_found(tmp_path: Path, made: Path) -> None:
    model = pull(str(made), tmp_path)
    flip(model.path, 8 * (model.size_bytes - 1))
    (check,) = verify(tmp_path)
    assert check.fault is not None
    assert re.search(f"has changed since .* where {model.sha256} was expected", check.fault)


def test_a_truncated_model_is_found(settings: Settings) -> None:
    path = models_folder(settings) / "new.gguf"
    os.truncate(path, path.stat().st_size - 100)
    faults = {check.name: check.fault for check in verify(models_folder(settings))}
    assert faults["aged.gguf"] is None
    assert faults["new.gguf"] is not None and "cannot be used" in faults["new.gguf"]


def test_one_model_can_be_looked_at_alone(settings: Settings) -> None:
    assert [check.name for check in verify(models_folder(settings), "aged")] == ["aged.gguf"]


def test_notes_that_cannot_be_read_count_as_none(settings: Settings) -> None:
    (models_folder(settings) / "new.gguf.json").write_text("[]", encoding="utf-8")
    assert installed(models_folder(settings))[0].source is None


def test_recommended_names_and_files_differ() -> None:
    assert len({model.name for model in RECOMMENDED}) == len(RECOMMENDED)
    assert len({model.file for model in RECOMMENDED}) == len(RECOMMENDED)


@pytest.mark.parametrize("memory_gb", [2, 4, 8, 16])
def test_a_model_is_recommended_for_each_size_of_machine(memory_gb: int) -> None:
    assert any(model.memory_gb == memory_gb for model in RECOMMENDED)


@pytest.mark.parametrize("model", RECOMMENDED, ids=lambda model: model.name)
def test_a_recommended_model_fits_the_machine_that_it_is_for(model: Recommended) -> None:
    assert model.size_bytes / 1e9 < model.needs_gb < model.memory_gb


@pytest.mark.parametrize("model", RECOMMENDED, ids=lambda model: model.name)
def test_the_documentation_tells_the_same_of_a_model(model: Recommended) -> None:
    row = (
        f"| `{model.name}` | {model.memory_gb} GB | {model.needs_gb} GB "
        f"| [`{model.repository}`](https://huggingface.co/{model.repository}) | `{model.file}` "
        f"| {model.size_bytes / 1e9:.2f} GB | {model.licence} | {model.prompt_format} |"
    )
    assert row in DOCS
    assert f"| `{model.name}` | `{model.revision}` | `{model.sha256}` |" in DOCS


def test_the_architectures_of_recommended_models_can_be_checked() -> None:
    families = {"qwen2.5": "qwen2", "qwen3": "qwen3", "smollm3": "smollm3", "ministral": "mistral3"}
    for model in RECOMMENDED:
        family = next(family for family in families if model.name.startswith(family))
        assert families[family] in ARCHITECTURES


def test_the_line_without_a_model_says_how_to_get_one() -> None:
    assert "`recoupe models list`" in no_model_note("en", "absent")
    assert "Aucun modèle" in no_model_note("fr", "absent")


def test_the_line_names_the_model_that_is_not_ready() -> None:
    assert "The model a.gguf is still loading" in no_model_note("en", "loading", "a.gguf")
    assert "Le modèle a.gguf ne peut pas" in no_model_note("fr", "failed", "a.gguf")
