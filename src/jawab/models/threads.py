"""How many processor threads the models take."""

from __future__ import annotations


def limit_threads(count: int) -> None:
    """Let torch use `count` threads in this process; 0 leaves it to torch."""
    if count:
        import torch

        torch.set_num_threads(count)
