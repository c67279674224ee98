"""A service that takes its time, as the page sees it."""

from __future__ import annotations

# Holds back what is answered to requests whose method and address contain a text.
SLOW = """(held) => {
  const { fetch } = window;
  window.fetch = async (address, options = {}) => {
    const response = await fetch(address, options);
    if (!`${options.method} ${address}`.includes(held)) return response;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    options.signal?.throwIfAborted();
    return response;
  };
}"""
