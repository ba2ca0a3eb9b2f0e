"""The floor: a bare Flask page that renders a 28 KB Jinja template without a database.

It is made like the pages it is compared with: rows through a macro, autoescaped, one value filled in every
43 bytes (counted on the question page: 960 in 41 KB).
"""

from __future__ import annotations

from flask import Flask, render_template
from jinja2 import DictLoader

ROWS = 71
TEMPLATE = """{% macro who(row) %}<div class="who"><span class="av">{{ row.initials }}</span><a href="{{ row.href }}">{{ row.author }}</a><span>{{ row.detail }}</span></div>{% endmacro %}
<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body><main><h1>{{ title }}</h1>
{% for row in rows %}<article class="row" id="r{{ row.id }}">
<h2><a href="/q/{{ row.id }}">{{ row.title }}</a></h2>
<p class="for">For: <b>{{ row.purpose }}</b>{% if row.late %} came late{% endif %}</p>
{{ who(row) }}<ul>{% for tag in row.tags %}<li>{{ tag }}</li>{% endfor %}</ul></article>
{% endfor %}</main></body></html>"""


def create() -> Flask:
    """The application that the benchmark compares with."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"page.html": TEMPLATE})
    rows = [
        {
            "id": n,
            "title": f"How many critical vendors do you re-audit on site, number {n}?",
            "purpose": "audit committee",
            "author": f"Member Number{n}",
            "initials": f"M{n % 10}",
            "href": f"/m/member{n}",
            "detail": "Head of Security, Carrow & Lyle",
            "late": n % 3 == 0,
            "tags": ["vendor audits", "third-party risk", "committee"],
        }
        for n in range(ROWS)
    ]

    @app.get("/")
    def page() -> str:
        return render_template("page.html", title="Questions", rows=rows)

    return app
