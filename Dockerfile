# The portal for production: one image for web, worker, scheduler and migrations.
FROM python:3.11-slim-bookworm

# For PDFs: Pango and a font.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /portal portal \
    && install --directory --owner portal --mode 700 /uploads

ENV PYTHONUNBUFFERED=1 MALLOC_ARENA_MAX=2 STATIC_ROOT=/portal/collected UPLOADS_DIR=/uploads \
    DJANGO_SETTINGS_MODULE=productops.settings
WORKDIR /portal

COPY requirements/production.txt requirements/production.txt
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements/production.txt

COPY . .
# Collecting needs settings, but neither secrets nor a database: the demo's stand in for them.
RUN DEMO=1 DATABASE_URL=postgres://nobody@localhost/none python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q productops comms rituals

USER portal
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "8", "--backpressure", "64", "--respawn-failed-workers", "--workers-kill-timeout", "20", \
     "productops.wsgi:application"]
