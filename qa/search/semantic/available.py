"""Whether the extra is there: QA_SEMANTIC says whether it is wanted, the packages whether it can be had."""

from __future__ import annotations

import threading

import structlog

from qa.config import settings
from qa.search.semantic import weights
from qa.search.semantic.model import Model, load
from qa.search.semantic.weights import ModelMissing

log = structlog.get_logger(__name__)

_lock = threading.Lock()
_model: Model | None = None
_fault: str | None = None


def wanted() -> bool:
    """Whether meaning is to be searched: not switched off, and the packages are installed."""
    if settings().semantic == "off":
        return False
    try:
        return all(weights.path(source).exists() for source in (weights.MODEL, weights.VOCABULARY))
    except ModelMissing:
        return False


def ready() -> bool:
    """Whether ``model()`` will do; the first call in a process reads the model."""
    return wanted() and fault() is None


def fault() -> str | None:
    """Why the model cannot be used, None when it can: read once a process, and told to the log once."""
    global _model, _fault
    with _lock:
        if _model is None and _fault is None:
            try:
                _model = load()
            except (ModelMissing, LookupError, ValueError, MemoryError) as error:
                _fault = str(error) or repr(error)
                log.warning("semantic_unusable", reason=_fault)
        return _fault


def model() -> Model:
    """The model of this process. Raises ModelMissing when there is none."""
    reason = fault()
    if reason is not None or _model is None:
        raise ModelMissing(reason or "no model")
    return _model
