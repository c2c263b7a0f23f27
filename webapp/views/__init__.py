"""The pages. A view reads its address, asks `webapp.queries`, and hands the answer to a template."""

from webapp.views.front import front

BLUEPRINTS = (front,)
