"""The fixed phrases of an answer, in both languages, each with its places to fill."""

from rag.answer import Language

NO_EVIDENCE: dict[Language, str] = {
    "fr": "Aucun des documents lus ne répond à cette question.",
    "en": "None of the documents that were read answers this question.",
}

# How a further position is brought in, by the kind of its disagreement with the first.
FURTHER: dict[Language, dict[str, str]] = {
    "fr": {
        "contradiction": "En revanche, {source} donne une autre réponse : {answer}{speaker}",
        "update": "Auparavant, {source} donnait : {answer}{speaker}",
        "updated": "Plus tard, {source} donne : {answer}{speaker}",
        "different_subject": "{answer}{speaker} : {source} parle là d’autre chose{subject}",
        "maybe_different": "{answer}{speaker} : {source} parle là, semble-t-il, d’autre chose{subject}",
        "scope": "{source} compte autrement : {answer}{speaker}",
        "precision": "{source} donne un ordre de grandeur compatible : {answer}{speaker}",
        "assessment": "{source} rapporte un autre jugement : {answer}{speaker}",
        "none": "{source} donne aussi : {answer}{speaker}",
    },
    "en": {
        "contradiction": "But {source} gives another answer: {answer}{speaker}",
        "update": "Earlier, {source} gave {answer}{speaker}",
        "updated": "Later, {source} gives {answer}{speaker}",
        "different_subject": "{answer}{speaker}: there {source} speaks of something else{subject}",
        "maybe_different": "{answer}{speaker}: there {source} seems to speak of something else{subject}",
        "scope": "{source} counts differently: {answer}{speaker}",
        "precision": "{source} gives a compatible figure, less or more precise: {answer}{speaker}",
        "assessment": "{source} reports another judgement: {answer}{speaker}",
        "none": "{source} also gives {answer}{speaker}",
    },
}

SPEAKER: dict[Language, str] = {"fr": ", selon {name}", "en": ", according to {name}"}
QUOTED: dict[Language, str] = {"fr": "« {text} »", "en": "“{text}”"}
YES_NO: dict[Language, tuple[str, str]] = {"fr": ("Oui", "Non"), "en": ("Yes", "No")}
NO_DISAGREEMENT: dict[Language, str] = {
    "fr": "Aucun désaccord n’a été trouvé entre les sources.",
    "en": "No disagreement between the sources was found.",
}

# Why a disagreement is of its kind, by the ground on which the rules decided.
WHY: dict[Language, dict[str, str]] = {
    "fr": {
        "dates": "« {a} » et « {b} » ne parlent pas du même événement : l’un est daté {a_when}, l’autre {b_when}.",
        "maybe_dates": "« {a} » et « {b} » ne parlent sans doute pas du même événement ({a_when}, et {b_when}) ; les textes ne permettent pas d’en être certain.",
        "ordinals": "« {a} » et « {b} » ne parlent pas du même événement : leur rang dans la série diffère.",
        "places": "« {a} » et « {b} » ne parlent pas du même événement : les lieux diffèrent ({a_sites} ; {b_sites}).",
        "circumstances": "« {a} » et « {b} » parlent peut-être de deux événements différents : les circonstances données ne se recoupent pas{a_anchor}{b_anchor}. Sans date dans les textes, ce n’est pas certain.",
        "published": "« {a} » et « {b} » parlent sans doute de deux événements différents : les articles sont éloignés dans le temps ({a_published} ; {b_published}) et ne se recoupent guère.",
        "document": "« {a} » et « {b} » se trouvent dans un même document, qui les dit de deux choses différentes.",
        "later_report": "{b_source} est plus récent que {a_source}, et l’information évolue : « {b} » remplace « {a} ».",
        "rounder": "« {a} » et « {b} » sont compatibles : l’un est plus précis que l’autre.",
        "measured_otherwise": "« {a} » et « {b} » ne mesurent pas la même chose : {a_how} d’un côté, {b_how} de l’autre.",
        "judgement": "Ce sont des jugements, qui engagent ceux qui les portent : {a_holder} et {b_holder}.",
        "forecast": "Ce sont des prévisions, de {a_holder} et de {b_holder}.",
        "values": "{a_source} donne « {a} », {b_source} donne « {b} » : pour un même fait, ces valeurs sont incompatibles.{unsure}",
        "names": "{a_source} donne « {a} », {b_source} donne « {b} » : les réponses diffèrent pour un même fait.{unsure}",
        "polarity": "{a_source} l’affirme et {b_source} le nie, ou l’inverse.{unsure}",
    },
    "en": {
        "dates": "“{a}” and “{b}” are not about the same event: one is dated {a_when}, the other {b_when}.",
        "maybe_dates": "“{a}” and “{b}” are probably not about the same event ({a_when}, and {b_when}); the texts do not make it certain.",
        "ordinals": "“{a}” and “{b}” are not about the same event: their places in the series differ.",
        "places": "“{a}” and “{b}” are not about the same event: the places differ ({a_sites}; {b_sites}).",
        "circumstances": "“{a}” and “{b}” may be about two different events: the circumstances given do not match{a_anchor}{b_anchor}. With no date in the texts, this is not certain.",
        "published": "“{a}” and “{b}” are probably about two different events: the articles lie far apart in time ({a_published}; {b_published}) and share little.",
        "document": "“{a}” and “{b}” stand in one document, which says them of two different things.",
        "later_report": "{b_source} is later than {a_source}, and the figure or state changes: “{b}” supersedes “{a}”.",
        "rounder": "“{a}” and “{b}” are compatible: one is more precise than the other.",
        "measured_otherwise": "“{a}” and “{b}” do not measure the same: {a_how} on one side, {b_how} on the other.",
        "judgement": "These are judgements, of those who hold them: {a_holder} and {b_holder}.",
        "forecast": "These are forecasts, by {a_holder} and by {b_holder}.",
        "values": "{a_source} gives “{a}”, {b_source} gives “{b}”: for one and the same fact these are incompatible.{unsure}",
        "names": "{a_source} gives “{a}”, {b_source} gives “{b}”: the answers differ for one and the same fact.{unsure}",
        "polarity": "{a_source} and {b_source} differ on it: one affirms what the other denies.{unsure}",
    },
}
UNSURE: dict[Language, str] = {
    "fr": " Les textes ne disent pas expressément qu’il s’agit du même événement.",
    "en": " The texts do not expressly say that it is the same event.",
}
AS_IS: dict[Language, str] = {"fr": "sans précision", "en": "unqualified"}
SUBJECT: dict[Language, dict[str, str]] = {
    "fr": {"dated": "{event} ({when})", "reported": "{event} (article du {when})"},
    "en": {"dated": "{event} of {when}", "reported": "{event} (reported {when})"},
}
