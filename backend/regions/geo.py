"""Distances on the globe: exact great-circle distance and an index of the nearest points."""

import math
from collections.abc import Sequence

import numpy as np
from scipy.spatial import cKDTree

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (IUGG), metres."""
LATITUDES = (-11.0, 6.0)
LONGITUDES = (95.0, 141.1)
"""The box around Indonesia, Sabang to Merauke and Miangas to Rote, degrees."""


def inside_indonesia_box(latitude: float, longitude: float) -> bool:
    """Whether a coordinate in degrees lies in the box around Indonesia."""
    return LATITUDES[0] <= latitude <= LATITUDES[1] and LONGITUDES[0] <= longitude <= LONGITUDES[1]


def haversine_m(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Great-circle distance of two coordinates in degrees, metres."""
    phi_a, phi_b = math.radians(latitude_a), math.radians(latitude_b)
    half = math.sin((phi_b - phi_a) / 2) ** 2
    half += math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(longitude_b - longitude_a) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def unit_vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    """The point of the unit sphere at a coordinate in degrees."""
    phi, lam = math.radians(latitude), math.radians(longitude)
    around = math.cos(phi)
    return around * math.cos(lam), around * math.sin(lam), math.sin(phi)


class NearestIndex:
    """Points on the globe, to be asked for the nearest ones.

    The straight line through the Earth grows with the great-circle distance, so the nearest neighbours in space on the
    unit sphere are exactly the nearest on the ground, across the date line and at the poles too.
    """

    def __init__(self, coordinates: Sequence[tuple[float, float]]) -> None:
        vectors = np.array(
            [unit_vector(latitude, longitude) for latitude, longitude in coordinates], dtype=np.float64
        ).reshape(-1, 3)
        self._tree = cKDTree(vectors)
        self._size = len(coordinates)

    def __len__(self) -> int:
        return self._size

    def nearest(self, latitude: float, longitude: float, count: int, offset: int = 0) -> list[tuple[int, float]]:
        """Position in the list that was given and distance in metres of the ``count`` nearest points after ``offset``
        nearer ones.
        """
        wanted = min(offset + count, self._size)
        if wanted <= offset:
            return []
        chords, positions = self._tree.query(
            unit_vector(latitude, longitude), k=[*range(offset + 1, wanted + 1)] if offset else wanted
        )
        if wanted - offset == 1:
            chords, positions = np.atleast_1d(chords), np.atleast_1d(positions)
        return [
            (at, 2 * EARTH_RADIUS_M * math.asin(min(1.0, chord / 2)))
            for at, chord in zip(positions.tolist(), chords.tolist(), strict=True)
        ]
