"""The treaty's calendar as iCalendar (RFC 5545), for the calendars of phones and desks."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from db.docket import Docket, ProcessDate

PRODUCT = "-//Travaux//Dates of a treaty//EN"
STAMP = datetime(2024, 1, 1, tzinfo=UTC)
"""The dates are the docket's own data, which has no moment of change: the same dates give the same bytes."""


def calendar_of(docket: Docket, base_url: str) -> bytes:
    """The docket's dates as whole days. The identity of each stays, whatever is corrected in it."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("name", docket.short_name)
    made.add("x-wr-calname", docket.short_name)
    for date in docket.dates:
        made.add_component(_event(docket, date, base_url))
    content: bytes = made.to_ical()
    return content


def _event(docket: Docket, date: ProcessDate, base_url: str) -> Event:
    event = Event()
    event.add("uid", f"{date.key}@{docket.key}.travaux")
    event.add("dtstamp", STAMP)
    event.add("summary", f"{docket.short_name}: {date.title}")
    event.add("dtstart", date.day)
    event.add("dtend", date.last + timedelta(days=1))
    if date.place:
        event.add("location", date.place)
    notes = [date.note, "" if date.verified == "seen" else "Not checked against an official document."]
    event.add("description", " ".join(note for note in notes if note))
    event.add("url", f"{base_url.rstrip('/')}/dates")
    event.add("transp", "TRANSPARENT")
    return event
