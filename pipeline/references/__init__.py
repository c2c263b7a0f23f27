"""Citing a statement or a passage: one `Reference`, written as footnote, BibTeX, RIS, CSL-JSON or Markdown."""
