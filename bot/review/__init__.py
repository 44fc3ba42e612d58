"""From suggestions to published facts: a queue that curators decide on."""
