"""The way in for new knowledge: fetch a page safely, keep its text, draft facts from it."""
