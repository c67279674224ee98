"""Evaluation: metrics, runs, significance, reports."""
