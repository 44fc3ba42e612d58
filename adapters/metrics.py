"""Counters and times for Prometheus; no label ever holds what a person typed."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter(
    "japan_ai_requests", "Answers given", ["platform", "command", "outcome"]
)  # fmt: skip
SECONDS = Histogram(
    "japan_ai_answer_seconds", "Time from a message to its answer", ["platform"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3),
)  # fmt: skip
REFUSED = Counter(
    "japan_ai_refused_requests", "Inbound requests refused before they were read",
    ["platform", "reason"],
)  # fmt: skip
ERRORS = Counter(
    "japan_ai_platform_errors", "Errors that a platform's API answered with", ["platform", "error"]
)  # fmt: skip
WAITS = Counter(
    "japan_ai_rate_limit_wait_seconds", "Seconds waited because a platform said so", ["platform"]
)  # fmt: skip
INVALID = Counter(
    "japan_ai_invalid_payloads", "Payloads that failed our own checks and went out as plain text",
    ["platform"],
)  # fmt: skip
DIGESTS = Gauge(
    "japan_ai_digests", "Digests that were due within a day, by what became of them", ["state"]
)  # fmt: skip
LATENESS = Gauge(
    "japan_ai_digest_lateness_seconds", "From due to sent, of the digests of a day", ["of"]
)  # fmt: skip
QUEUE_AGE = Gauge(
    "japan_ai_digest_queue_age_seconds", "For how long the oldest digest that is not sent is due"
)  # fmt: skip
