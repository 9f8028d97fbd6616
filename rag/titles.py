"""What is written before a person's name: "Mme", "Dr.", "Sir"."""

TITLES = tuple("M MM Mme Mmes Mlle Me Mr Mrs Ms Miss Dr Pr Prof Sir Lady Dame".split())
TITLE = rf"(?:(?:{'|'.join(TITLES)})\.? )"
"""The pattern of a title, with the space behind it."""
