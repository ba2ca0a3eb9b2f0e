"""For any WSGI server: ``wsgi:app``. The worker runs beside it with ``qa worker``."""

from qa import create_app

app = create_app()
