"""Words that judge, in French and English: what marks an opinion as such."""

import re

_FRENCH = (
    r"succès|réussite|triomphe|victoire|échec|fiasco|gâchis|désastre|catastroph\w+|honte|honteu(?:x|se)|scandal\w+|"
    r"historiques?|remarquables?|décevante?s?|déception|déçue?s?|excellente?s?|insuffisante?s?|inacceptables?|"
    r"dangereu(?:x|se)s?|utiles?|inutiles?|nécessaires?|injustes?|équitables?|prometteu(?:r|se)s?|inquiétante?s?|"
    r"absurdes?|ambitieu(?:x|se)s?|timides?|courageu(?:x|se)s?|exemplaires?|magnifiques?|ratée?s?|brillante?s?|"
    r"mauvaise?s?|bonne?s? (?:chose|idée|nouvelle|affaire|décision)|formidables?|erreur|chance|trahison|cadeau|mascarade|"
    r"encourageante?s?|raisonnables?|déraisonnables?|passoire|chef-d[’']œuvre|ennuyeu(?:x|se)s?|regrettables?|soulagement|"
    r"superbes?|trop (?:tard|tôt|peu|lente?|chère?|cher|court|long)|à temps|se félicite|déplore|dénonce|fustige|"
    r"saluent?|regrette|applaudit|bijou|verrue|folie|irresponsables?|exceptionnel\w*|médiocres?|poignante?s?|"
    r"sévères?|généreu(?:x|se)s?|capitulation|mépris|gagnante?s?|perdante?s?|acceptables?|satisfaisante?s?|"
    r"satisfaite?s?|mécontente?s?|fière?|fiers?|indignée?s?"
)
_ENGLISH = (
    r"success\w*|triumph\w*|victory|failure|waste|disaster|disastrous|shame\w*|scandal\w*|historic|remarkable|"
    r"disappoint\w*|excellent|insufficient|unacceptable|dangerous|useful|useless|necessary|unnecessary|fair|unfair|"
    r"promising|worrying|absurd|ambitious|timid|brave|exemplary|great|brilliant|bad|good|mistake|betrayal|gift|"
    r"farce|encouraging|breakthrough|superb|dull|boring|masterpiece|overpriced|milestone|folly|jewel|eyesore|bargain|"
    r"rushed|careless|wise|unwise|too (?:late|early|little|much|slow|soon|expensive|dear)|in (?:good|bad) time|"
    r"surrender|capitulation|generous|relief|regrettable|pity|condemn\w*|welcomed|welcomes|prais\w+|hail\w*|deplor\w+|"
    r"slam\w*|regret\w*|criticis\w+|criticiz\w+|better|worse|best|worst|up to standard|reasonable|unreasonable|"
    r"sensible|reckless|outrag\w+|delight\w*|proud|satisf\w+|unhappy|moving|magnificent|mediocre|harsh|lenient|"
    r"insult|joke|cruel|elegant|clumsy|thrilling|tedious"
)
JUDGING = re.compile(rf"\b(?:{_FRENCH}|{_ENGLISH})\b", re.IGNORECASE)
