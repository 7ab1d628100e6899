"""All tables, for migrations and tests: importing this module registers every topic's models."""

import importlib
import pkgutil

import backend
from backend.db import Base

for _module in pkgutil.iter_modules(backend.__path__):
    _name = f"backend.{_module.name}.models"
    if _module.ispkg and importlib.util.find_spec(_name):
        importlib.import_module(_name)

metadata = Base.metadata
