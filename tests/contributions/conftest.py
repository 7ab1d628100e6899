"""The demonstration's families with their invoices and payments."""

from tests.support.families import families  # noqa: F401 - a fixture
