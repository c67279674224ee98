"""Judges, who say over HTTP what they think of answers."""

from __future__ import annotations

import httpx


def judge(address: str, question: str, name: str, verdict: str) -> None:
    """Has `name` judge the first quote that `question` is answered with, or say that the collection does not say."""
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        reply = client.post("/v1/ask", json={"question": question}).raise_for_status().json()
        judgement = {"question": question, "judge": name, "verdict": verdict, "generation": reply["generation"]}
        if verdict != "unanswerable":
            quote = reply["answers"][0]["quotes"][0]
            article, answer = quote["article"], quote["answer"]
            judgement |= {"article_id": article["id"], "start": answer["start"], "end": answer["end"]}
        client.post("/v1/judgements", json=judgement).raise_for_status()
