"""Drafts of facts from the text of an archive, made without a language model.

A draft is a nearly complete record that a person still has to approve: a quote to the letter with
its place, what it measures, who takes part, when, and how it stands to the facts that are there.
"""
