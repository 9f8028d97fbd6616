"""Made-up reports on two events, in English and French, and what becomes of a report.

Of each event and language there is a wire story, a rival report that quotes the same sentence, and
a follow-up of later days that shares the last paragraph as background.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from rag.answer import Language


class Story(NamedTuple):
    """Three reports on one event: paragraphs of the wire story, a rival's text, a follow-up."""

    event: str
    language: Language
    wire: tuple[str, ...]
    rival: str
    follow_up: str

    @property
    def text(self) -> str:
        """The wire story, paragraph by paragraph."""
        return "\n\n".join(self.wire)


_FIRE_EN = (
    "A fire that broke out before dawn on Tuesday destroyed a paint warehouse on the eastern edge "
    "of Halvern, the fire brigade said, sending a column of black smoke over the town.",
    "Nine workers were treated for the effects of smoke and two of them were kept in hospital "
    "overnight. Some 140 firefighters fought the flames for six hours, pumping water from the "
    "canal after the pressure in the mains had dropped.",
    "“We heard three blasts, one after the other, and then the roof simply went,” said Marta "
    "Ellery, who runs the bakery across the road. Residents were told to keep their windows shut "
    "until the evening.",
    "The warehouse, built in 1987, belongs to the Orlen family and had been inspected in March. "
    "Inspectors found then that two of its sprinklers did not work and asked for repairs within "
    "ninety days.",
)
_FIRE_FR = (
    "Un incendie qui s’est déclaré mardi avant l’aube a détruit un entrepôt de peinture à la "
    "lisière est de Halvern, ont indiqué les pompiers, une colonne de fumée noire s’élevant "
    "au-dessus de la ville.",
    "Neuf employés ont été soignés pour avoir respiré des fumées et deux d’entre eux ont passé la "
    "nuit à l’hôpital. Quelque 140 pompiers ont combattu les flammes pendant six heures, en "
    "pompant l’eau du canal après une chute de pression dans le réseau.",
    "« Nous avons entendu trois détonations, l’une après l’autre, puis le toit est tout "
    "simplement parti », a raconté Marta Ellery, qui tient la boulangerie d’en face. Les riverains "
    "ont été priés de garder leurs fenêtres fermées jusqu’au soir.",
    "L’entrepôt, construit en 1987, appartient à la famille Orlen et avait été contrôlé en mars. "
    "Les inspecteurs avaient alors constaté que deux de ses extincteurs automatiques ne "
    "fonctionnaient pas et demandé des réparations sous quatre-vingt-dix jours.",
)
_PORT_EN = (
    "Dockers at the port of Serrano voted on Friday to end a strike that had kept forty-one ships "
    "waiting off the coast, their union announced after a night of talks with the port authority.",
    "Under the agreement wages will rise by 4.5% from January and no post will be cut before the "
    "end of 2027. The first cranes started moving again shortly after noon, and the harbour master "
    "expects the queue to be gone within ten days.",
    "“Nobody got all that they wanted, and that is what an agreement looks like,” said the "
    "mediator, the former judge Paul Anselm. Lorry drivers, some of whom had slept in their cabs "
    "for two weeks, sounded their horns along the quay.",
    "Serrano handles a third of the fruit that the country imports. The strike had begun on 2 "
    "June, when the authority presented its plan to run the new terminal with driverless vehicles "
    "and a staff of sixty.",
)
_PORT_FR = (
    "Les dockers du port de Serrano ont voté vendredi la fin d’une grève qui retenait quarante et "
    "un navires au large, a annoncé leur syndicat au terme d’une nuit de discussions avec "
    "l’autorité portuaire.",
    "L’accord prévoit une hausse des salaires de 4,5 % à partir de janvier et aucune suppression "
    "de poste avant la fin de 2027. Les premières grues se sont remises en mouvement peu après "
    "midi, et la capitainerie s’attend à voir la file résorbée en dix jours.",
    "« Personne n’a obtenu tout ce qu’il voulait, et c’est à cela que ressemble un accord », a dit "
    "le médiateur, l’ancien juge Paul Anselm. Des routiers, dont certains dormaient dans leur "
    "cabine depuis deux semaines, ont klaxonné le long du quai.",
    "Serrano traite un tiers des fruits importés par le pays. La grève avait commencé le 2 juin, "
    "quand l’autorité avait présenté son projet d’exploiter le nouveau terminal avec des véhicules "
    "sans conducteur et soixante salariés.",
)

STORIES = (
    Story(
        "fire",
        "en",
        _FIRE_EN,
        "Halvern woke to the smell of burning solvent this week. By six the depot in Quay Street, "
        "where shops all over the county get their paint, was a heap of bent steel, and a dozen "
        "crews were hosing it down. “We heard three blasts, one after the other, and then the roof "
        "simply went,” said Marta Ellery, who runs the bakery across the road. The council has "
        "closed the primary school as a precaution. No one could say yet how it started, but a "
        "night watchman told this newspaper that a forklift had been left charging near the drums "
        "and that he had smelt something odd at about half past three.",
        "Prosecutors opened an inquiry on Monday into the blaze at the Halvern depot, a week after "
        "it burnt to the ground. They want to know why an alarm that should have rung at the fire "
        "station stayed silent, and have seized the maintenance records of the last four years. A "
        "lawyer for the owners said that they would cooperate fully and had nothing to hide. The "
        "insurer estimates the damage at 11 million euros, stock included. Neighbours have founded "
        "an association, which wants the site moved out of town.\n\n" + _FIRE_EN[3],
    ),
    Story(
        "fire",
        "fr",
        _FIRE_FR,
        "Une odeur de solvant brûlé a réveillé Halvern cette semaine. À six heures, le dépôt de la "
        "rue du Quai, où se fournissent les droguistes de tout le département, n’était plus qu’un "
        "amas d’acier tordu qu’arrosaient une douzaine d’équipes. « Nous avons entendu trois "
        "détonations, l’une après l’autre, puis le toit est tout simplement parti », a raconté "
        "Marta Ellery, qui tient la boulangerie d’en face. La mairie a fermé l’école primaire par "
        "précaution. Nul ne savait encore dire d’où le feu est parti, mais un veilleur de nuit a "
        "confié à notre journal qu’un chariot élévateur était resté en charge près des fûts et "
        "qu’une odeur étrange l’avait alerté vers trois heures et demie.",
        "Le parquet a ouvert lundi une enquête sur le sinistre du dépôt de Halvern, réduit en "
        "cendres il y a une semaine. Il veut savoir pourquoi une alarme qui aurait dû sonner à la "
        "caserne est restée muette, et a saisi les registres d’entretien des quatre dernières "
        "années. L’avocat des propriétaires a assuré qu’ils coopéreraient pleinement et n’avaient "
        "rien à cacher. L’assureur évalue les dégâts à 11 millions d’euros, stock compris. Des "
        "voisins ont fondé une association, qui réclame le départ du site.\n\n" + _FIRE_FR[3],
    ),
    Story(
        "port",
        "en",
        _PORT_EN,
        "After eighteen days the horns of Serrano are back. A show of hands in the old customs "
        "hall was enough: by a margin that surprised even the organisers, the men and women of the "
        "quays chose to go back to work. What they got is more money, spread over two years, and "
        "a promise on jobs; what they gave up is a say in the timetable of the robots. “Nobody got "
        "all that they wanted, and that is what an agreement looks like,” said the mediator, the "
        "former judge Paul Anselm. In the cafés of the harbour few were in a mood to celebrate, "
        "and a crane driver with thirty years behind him said that he gave it until next summer.",
        "The fruit trade wants to be paid for the strike at Serrano. Importers said on Wednesday "
        "that bananas and grapes worth nine million had rotted on board, and announced that they "
        "would sue the port authority for not having sent the ships elsewhere in time. The "
        "authority answered that captains had been free to leave and that it would not pay a cent. "
        "A first hearing could take place in the autumn. Supermarkets report that their shelves "
        "are full again, though prices remain a little above those of last year.\n\n" + _PORT_EN[3],
    ),
    Story(
        "port",
        "fr",
        _PORT_FR,
        "Au bout de dix-huit jours, les sirènes de Serrano ont retenti de nouveau. Un vote à main "
        "levée dans l’ancienne halle des douanes a suffi : avec une avance qui a surpris jusqu’aux "
        "organisateurs, les hommes et les femmes des quais ont choisi de reprendre. Ils y gagnent "
        "de l’argent, étalé sur deux ans, et une promesse sur l’emploi ; ils y perdent leur mot à "
        "dire sur le calendrier des robots. « Personne n’a obtenu tout ce qu’il voulait, et c’est "
        "à cela que ressemble un accord », a dit le médiateur, l’ancien juge Paul Anselm. Dans les "
        "cafés du port, peu avaient le cœur à la fête, et un grutier fort de trente ans de métier "
        "ne donnait pas plus d’un an à la trêve.",
        "Le négoce de fruits veut être dédommagé de la grève de Serrano. Les importateurs ont "
        "affirmé mercredi que neuf millions de bananes et de raisins avaient pourri à bord, et "
        "annoncé qu’ils attaqueraient l’autorité portuaire pour n’avoir pas détourné les bateaux à "
        "temps. Celle-ci a répondu que les capitaines étaient libres de partir et qu’elle ne "
        "verserait pas un centime. Une première audience pourrait se tenir à l’automne. Les "
        "supermarchés disent leurs rayons de nouveau pleins, à des prix encore un peu supérieurs "
        "à ceux de l’an passé.\n\n" + _PORT_FR[3],
    ),
)

# Two short texts each: about different things, though many words are the same.
SHORT = (
    ("The hearing of 4 May 2024 took three hours.", "The hearing of 4 May 2024 took five hours."),
    ("The library is closed on Monday.", "The swimming pool is closed on Monday."),
    ("Ada Moor won the 100 metres in Lund.", "Ines Falk won the 100 metres in Lund."),
    (
        "L’audience du 4 mai 2024 a pris trois heures.",
        "L’audience du 4 mai 2024 a pris cinq heures.",
    ),
    ("La bibliothèque est fermée le lundi.", "La piscine est fermée le lundi."),
    ("Ada Moor a gagné le 100 mètres à Lund.", "Ines Falk a gagné le 100 mètres à Lund."),
)


def _edited(text: str, every: int = 20) -> str:
    """The text with another word in place of every twentieth."""
    words = text.split(" ")
    words[every // 2 :: every] = ["donc" if "è" in text else "so"] * len(words[every // 2 :: every])
    return " ".join(words)


def _tagged(text: str) -> str:
    return f"HALVERN (AFP) – {text} (AFP)\n\nBy Jo Marsh\nUpdated at 14:32\n© 2025 AFP"


def _opened(text: str) -> str:
    """The text with another headline and another first paragraph."""
    opening = {True: "Ce que l’on sait ce matin de la nouvelle qui occupe toute la région depuis "
               "hier, et dont il sera question ce soir au conseil.",
               False: "Here is what we know this morning of the news that the whole region has "
               "been talking about since yesterday."}["é" in text]  # fmt: skip
    return f"# Le point – In brief\n\n{opening}\n\n" + text.split("\n\n", 1)[1]


def _plain(text: str) -> str:
    """The text in capitals, as NFD, with straight quotation marks and no paragraphs."""
    straight = re.sub(r"[«»“”]\s?", '"', text.replace("’", "'").replace("\n\n", " "))
    return unicodedata.normalize("NFD", straight.upper())


# What an outlet that copies does to a text.
COPYING: dict[str, Callable[[str], str]] = {
    "as it stands": lambda text: text,
    "tagged": _tagged,
    "another opening": _opened,
    "cut by half": lambda text: text[: len(text) // 2],
    "one paragraph": lambda text: text.split("\n\n")[1],
    "small edits": _edited,
    "other typography": _plain,
    "paragraphs moved": lambda text: "\n\n".join(reversed(text.split("\n\n"))),
    "all at once": lambda text: _tagged(_edited(_opened(text)[: int(0.8 * len(text))], 25)),
}
