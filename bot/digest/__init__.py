"""The daily digest: who wants one, when it is due, what is in it, and what became of each."""
