"""How long the five nearest of 30,000 facilities take, in process and exact; run: ``python -m benchmarks.nearest``."""

import random
import time
from statistics import median, quantiles

from backend.regions.geo import NearestIndex

FACILITIES = 30_000
QUERIES = 20_000
COUNT = 5


def run() -> dict[str, float]:
    """Times in microseconds per query: median and 95th percentile; building the index in milliseconds."""
    rng = random.Random(165)
    points = [(rng.uniform(-11, 6), rng.uniform(95, 141)) for _ in range(FACILITIES)]
    begin = time.perf_counter()
    index = NearestIndex(points)
    built = time.perf_counter() - begin
    times = []
    for _ in range(QUERIES):
        latitude, longitude = rng.uniform(-11, 6), rng.uniform(95, 141)
        begin = time.perf_counter()
        index.nearest(latitude, longitude, COUNT)
        times.append((time.perf_counter() - begin) * 1e6)
    return {"median_us": median(times), "p95_us": quantiles(times, n=20)[18], "build_ms": built * 1e3}


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:12} {value:8.1f}")
