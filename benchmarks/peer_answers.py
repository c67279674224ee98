"""One peer's answers to a list of questions; runs in the peers' own environment and imports nothing of jawab.

Usage: python peer_answers.py PEER TASK.json ANSWERS.json

TASK holds `reader` and `embedder` (folders of checkpoints), `passages` and `questions` (texts), and `read`: how many
passages are read for a question. ANSWERS gets, for each question, `text` ("" = no answer) and, where the peer says
it, `candidate` (what it would have been) with its `confidence`.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Answer = dict[str, Any]

MAX_LENGTH, STRIDE = 384, 128
BEST, LONGEST = 20, 30  # as in run_squad: candidates for each end of an answer, and its longest length in tokens


def loop(task: dict[str, Any]) -> Iterator[Answer]:
    """BM25, then the reader over each passage as run_squad reads SQuAD v2.0: the best margin over "no answer" wins."""
    import bm25s
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    index = bm25s.BM25()
    index.index(bm25s.tokenize(task["passages"], stopwords=None, show_progress=False), show_progress=False)
    tokenizer = AutoTokenizer.from_pretrained(task["reader"])
    model = AutoModelForQuestionAnswering.from_pretrained(task["reader"]).eval()
    for question in task["questions"]:
        words = bm25s.tokenize([question], stopwords=None, show_progress=False)
        rows, _ = index.retrieve(words, k=min(task["read"], len(task["passages"])), show_progress=False)
        texts = [task["passages"][row] for row in rows[0]]
        margin, text = max(_read(question, texts, tokenizer, model), default=(-math.inf, ""))
        confidence = 1 / (1 + math.exp(-max(-700.0, margin)))
        yield {"text": text if margin > 0 else "", "candidate": text, "confidence": confidence}


def _read(question: str, texts: list[str], tokenizer: Any, model: Any) -> Iterator[tuple[float, str]]:  # noqa: ANN401
    """(margin, text) of the best span of every window."""
    import torch

    windows = tokenizer(
        [question] * len(texts), texts, truncation="only_second", max_length=MAX_LENGTH, stride=STRIDE,
        return_overflowing_tokens=True, return_offsets_mapping=True, padding=True, return_tensors="pt",
    )  # fmt: skip
    with torch.inference_mode():
        scores = model(input_ids=windows["input_ids"], attention_mask=windows["attention_mask"])
    sources, offsets = windows["overflow_to_sample_mapping"].tolist(), windows["offset_mapping"].tolist()
    for row, (start, end) in enumerate(zip(scores.start_logits, scores.end_logits, strict=True)):
        in_passage = torch.tensor([part == 1 for part in windows.sequence_ids(row)])
        heads, tails = (
            torch.topk(ends.masked_fill(~in_passage, -math.inf), min(BEST, int(in_passage.sum()))).indices.tolist()
            for ends in (start, end)
        )
        spans = [(float(start[i] + end[j]), i, j) for i in heads for j in tails if i <= j < i + LONGEST]
        if spans:
            score, first, last = max(spans)
            text = texts[sources[row]][offsets[row][first][0] : offsets[row][last][1]].strip()
            yield score - float(start[0] + end[0]), text


def haystack(task: dict[str, Any]) -> Iterator[Answer]:
    """InMemoryBM25Retriever and TransformersExtractiveReader, which scores "no answer" beside the answers."""
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.readers.transformers import TransformersExtractiveReader

    store = InMemoryDocumentStore()
    store.write_documents([Document(content=text, meta={"row": row}) for row, text in enumerate(task["passages"])])
    retriever = InMemoryBM25Retriever(document_store=store, top_k=task["read"])
    reader = TransformersExtractiveReader(model=task["reader"], top_k=1)
    reader.warm_up()
    for question in task["questions"]:
        documents = retriever.run(query=question)["documents"]
        answers = reader.run(query=question, documents=documents)["answers"] if documents else []
        candidate = next((answer for answer in answers if answer.data), None)
        said = bool(answers) and answers[0] is candidate
        text = candidate.data.strip() if candidate else ""
        yield {"text": text if said else "", "candidate": text, "confidence": candidate.score if candidate else 0.0}


def txtai(task: dict[str, Any]) -> Iterator[Answer]:
    """Embeddings of the same encoder and the Questions pipeline: the first passage that answers; no confidence.

    The pipeline raises a TypeError where the reader's best span is "no answer", which its first token stands for.
    """
    from txtai import Embeddings
    from txtai.pipeline import Questions

    instructions = {"query": "query: ", "data": "passage: "}
    embeddings = Embeddings(path=task["embedder"], instructions=instructions, gpu=False)
    embeddings.index(enumerate(task["passages"]))
    questions = Questions(task["reader"], gpu=False)
    for question in task["questions"]:
        texts = [task["passages"][row] for row, _ in embeddings.search(question, task["read"])]
        yield {"text": next(filter(None, (_ask(questions, question, text) for text in texts)), "").strip()}


def _ask(pipeline: Any, question: str, text: str) -> str | None:  # noqa: ANN401
    try:
        return pipeline([question], [text])[0]
    except TypeError:
        return None


PEERS = {"bm25-loop": loop, "haystack": haystack, "txtai": txtai}


def main(peer: str, task_file: Path, out: Path) -> None:
    """Answer every question of the task, and say how long that took once the first was answered."""
    task = json.loads(task_file.read_text(encoding="utf-8"))
    answers, began = [], 0.0
    for answer in PEERS[peer](task):
        began = began or time.perf_counter()
        answers.append(answer)
    seconds = (time.perf_counter() - began) / max(len(answers) - 1, 1)
    out.write_text(json.dumps({"seconds": seconds, "answers": answers}, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
