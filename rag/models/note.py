"""The line that comes with an answer written without a model: why, and how to get one."""

from collections.abc import Mapping
from typing import Literal

from rag.answer import Language

Standing = Literal["absent", "loading", "failed"]

_NOTES: Mapping[Language, Mapping[Standing, str]] = {
    "en": {
        "absent": "No model is installed. `recoupe models list` names some to choose from.",
        "loading": "The model {model} is still loading; the next answers can use it.",
        "failed": "The model {model} cannot be loaded. `recoupe models verify` looks at it, "
        "`recoupe models list` names others.",
    },
    "fr": {
        "absent": "Aucun modèle n’est installé. `recoupe models list` en propose.",
        "loading": "Le modèle {model} est encore en cours de chargement\u00a0; "
        "les prochaines réponses pourront s’en servir.",
        "failed": "Le modèle {model} ne peut pas être chargé. `recoupe models verify` "
        "l’examine, `recoupe models list` en propose d’autres.",
    },
}


def no_model_note(language: Language, standing: Standing, model: str | None = None) -> str:
    """Return why no model took part, in the answer's language; `model` is the one's file name.

    Without a name, where one is spoken of, it is left out.
    """
    said = _NOTES[language][standing].format(model=model or "")
    return said.replace("  ", " ")
