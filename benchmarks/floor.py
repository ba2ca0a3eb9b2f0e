"""The floor: a bare Flask page that renders a 28 KB Jinja template without a database."""

from __future__ import annotations

from flask import Flask, render_template
from jinja2 import DictLoader

ROWS = 40
TEMPLATE = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
{% for row in rows %}<article class="row" id="r{{ row.id }}"><h2><a href="/q/{{ row.id }}">{{ row.title }}</a></h2>
<p class="for">For: <b>{{ row.purpose }}</b> by {{ row.author }}{% if row.late %}, late{% endif %}</p>
<p>{{ row.words }}</p><ul>{% for tag in row.tags %}<li>{{ tag }}</li>{% endfor %}</ul></article>
{% endfor %}</body></html>"""


def create() -> Flask:
    """The application that the benchmark compares with."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"page.html": TEMPLATE})  # type: ignore[assignment]
    rows = [
        {
            "id": n,
            "title": f"How many critical vendors do you re-audit on site each year, number {n}?",
            "purpose": "audit committee",
            "author": f"Member Number{n}",
            "late": n % 3 == 0,
            "words": "We went from 38 visits to 9, and the committee was happier. It held. " * 6,
            "tags": ["vendor audits", "third-party risk", "audit committee"],
        }
        for n in range(ROWS)
    ]

    @app.get("/")
    def page() -> str:
        return render_template("page.html", title="Questions", rows=rows)

    return app
