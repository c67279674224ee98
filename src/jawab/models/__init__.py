"""Weights: the bundled file, the folder prepared from it, and the networks that run them."""
