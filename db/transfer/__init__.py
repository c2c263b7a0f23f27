"""The whole docket as a folder: written, described, and read into another Travaux."""
