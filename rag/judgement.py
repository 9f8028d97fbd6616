"""Words that judge, in French and English: what marks an opinion as such."""

import re

JUDGING = re.compile(
    r"\b(?:succès|réussite|triomphe|victoire|échec|fiasco|gâchis|désastre|catastrophe|honte|honteux|scandale|scandaleux|historique|"
    r"remarquable|décevant|déception|déçue?|excellente?|insuffisante?|inacceptable|dangereu(?:x|se)|utile|inutile|nécessaire|"
    r"juste|injuste|équitable|prometteu(?:r|se)|inquiétante?|absurde|ambitieu(?:x|se)|timide|courageu(?:x|se)|exemplaire|magnifique|"
    r"raté|brillante?|mauvaise?|bonne|formidable|erreur|chance|progrès|recul|trahison|cadeau|mascarade|encourageante?|"
    r"success|triumph|victory|failure|waste|disaster|shame|shameful|scandal|historic|remarkable|disappoint\w*|excellent|"
    r"insufficient|unacceptable|dangerous|useful|useless|necessary|fair|unfair|promising|worrying|absurd|ambitious|timid|"
    r"brave|exemplary|great|brilliant|bad|good|mistake|progress|setback|betrayal|gift|farce|encouraging|breakthrough|superb|"
    r"dull|boring|masterpiece|overpriced|milestone|folly|jewel|eyesore|bargain|rushed|careless|sound|wise|unwise|"
    r"too (?:late|early|little|much|slow|soon|expensive|dear)|in (?:good|bad) time|well done|at last|surrender|capitulation|fair|generous|"
    r"trop (?:tard|tôt|peu|lente?|chère?|cher|court|long)|à temps|bien trop|soulagement|relief|regrettable|pity|"
    r"félicite|déplore|dénonce|salue|regrette|fustige|critique|applaudit|condemns?|welcomes?|praises?|hails?|deplores?|slams?|regrets?|"
    r"criticises?|criticizes?|calls it|mieux|pire|better|worse|best|worst|superbe|chef-d[’']œuvre|décevante?|ennuyeu(?:x|se)|lourde?|)\b",
    re.IGNORECASE,
)
