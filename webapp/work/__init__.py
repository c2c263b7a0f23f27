"""Work that takes longer than a page: it runs in a process of its own, is written down, and survives the web app."""
