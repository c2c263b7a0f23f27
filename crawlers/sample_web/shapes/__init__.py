"""One module per page system: `routes(view)` gives the paths of a site and what answers there."""

from collections.abc import Callable

from crawlers.sample_web.pages import Routes, SiteView
from crawlers.sample_web.shapes import atom, documents, drupal, listing, portal, sitebuilder, wordpress

SHAPES: dict[str, Callable[[SiteView], Routes]] = {
    "atom": atom.routes,
    "documents": documents.routes,
    "drupal": drupal.routes,
    "listing": listing.routes,
    "portal": portal.routes,
    "sitebuilder": sitebuilder.routes,
    "wordpress": wordpress.routes,
}
