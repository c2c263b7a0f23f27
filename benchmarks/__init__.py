"""Measurements of speed and memory: each prints JSON. benchmarks/README.md says what they mean."""
