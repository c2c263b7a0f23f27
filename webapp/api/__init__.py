"""`/api/v1`: everything on the pages as JSON, for programs. Read-only; described at `/api/openapi.json`."""
