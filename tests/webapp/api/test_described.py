"""The API does what its own document says, whatever is asked: schemathesis asks."""

import os
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis.config import SchemathesisConfig

EXAMPLES = int(os.environ.get("EXAMPLES", "200"))
"""Requests in all, shared out over the operations; `EXAMPLES=2000` for the long run."""
QUICK: Any = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True, "database": None}


def described(app: Flask) -> Any:
    """The schema of the API, as a program reads it."""
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app, config=SchemathesisConfig())


def test_every_operation_answers_as_described(app: Flask) -> None:
    schema = described(app)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 15
    share = max(4, EXAMPLES // len(operations))
    for operation in operations:
        _ask(operation, share)


def _ask(operation: Any, examples: int) -> None:
    @given(case=operation.as_strategy())
    @settings(max_examples=examples, **QUICK)
    def asked(case: Any) -> None:
        case.call_and_validate()

    asked()


@pytest.mark.filterwarnings("ignore::Warning")
def test_what_a_list_leads_to_answers_as_described(app: Flask) -> None:
    machine = described(app).as_state_machine()
    machine.TestCase.settings = settings(max_examples=max(4, EXAMPLES // 10), stateful_step_count=4, **QUICK)
    machine.TestCase().runTest()
