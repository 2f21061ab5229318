FROM python:3.11-slim-bookworm
RUN pip install --no-cache-dir uv
WORKDIR /srv/twodeep
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev --no-cache
COPY . .
RUN useradd --system --create-home --home-dir /var/lib/twodeep twodeep
USER twodeep
ENV PATH=/srv/twodeep/.venv/bin:$PATH VAR_DIR=/var/lib/twodeep
# The key is for this one command: without it one would be made, and kept in the image.
RUN SECRET_KEY=none-at-all-while-static-files-are-collected-1234567890 \
    python manage.py collectstatic --noinput
EXPOSE 8000
HEALTHCHECK --start-period=20s CMD ["python", "-c", \
    "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/live', timeout=5)"]
CMD ["uvicorn", "config.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
    "--workers", "2", "--loop", "uvloop", "--http", "httptools", "--timeout-keep-alive", "30", \
    "--timeout-graceful-shutdown", "5", "--no-access-log"]
