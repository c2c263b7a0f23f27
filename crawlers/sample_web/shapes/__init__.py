"""One module per page system: `routes(view)` gives the paths of a site and what answers there."""

from collections.abc import Callable

from crawlers.sample_web.pages import Routes, SiteView
from crawlers.sample_web.shapes import drupal

SHAPES: dict[str, Callable[[SiteView], Routes]] = {
    "drupal": drupal.routes,
}
