# One image for web, worker, schedule and dispatcher. The steps are those of run.py: packages with hashes,
# catalogues, static files; the database is brought up to date by the service `migrate` of docker-compose.yml.
FROM python:3.11-slim-bookworm

ENV PYTHONUTF8=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=tracker.settings \
    STATIC_ROOT=/srv/tracker/static \
    VAR_DIR=/srv/tracker/var

# pg_dump and pg_restore for `manage.py backup`; of the same version as the service `postgres`.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client-15 && rm -rf /var/lib/apt/lists/*

RUN useradd --system --uid 10001 --home-dir /srv/tracker tracker
WORKDIR /srv/tracker

COPY requirements/base.txt requirements/base.txt
RUN python -m pip install --no-cache-dir --require-hashes --no-deps --disable-pip-version-check --no-input -r requirements/base.txt

COPY manage.py ./
COPY programs programs
COPY indicators indicators
COPY reports reports
COPY tracker tracker

# The key signs nothing: it only lets the settings load while the image is built.
RUN SECRET_KEY=only-while-the-image-is-built-0123456789 ALLOWED_HOSTS=localhost sh -c "\
      python manage.py compile_catalogues && \
      python manage.py collectstatic --noinput" \
 && mkdir -p /srv/tracker/var && chown tracker:tracker /srv/tracker/var

USER tracker
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "tracker.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--worker-class", "gthread", "--threads", "8", "--no-control-socket", "--graceful-timeout", "30", "--max-requests", "5000", "--max-requests-jitter", "500"]
