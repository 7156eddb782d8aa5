# CPU by default; for CUDA: docker build --build-arg TORCH_INDEX=https://download.pytorch.org/whl/cu126 .
# Run it with --read-only --tmpfs /tmp: it writes to /data and /tmp alone. See compose.yaml.
FROM python:3.11-slim-bookworm AS libraries
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ARG TORCH=torch==2.13.0
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY requirements.txt ./
RUN python -m venv /opt/whyloss \
 && /opt/whyloss/bin/pip install --index-url "$TORCH_INDEX" --extra-index-url https://pypi.org/simple "$TORCH" \
 && /opt/whyloss/bin/pip install --require-hashes -r requirements.txt

FROM libraries AS build
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY engine engine
COPY knowledge_base knowledge_base
COPY probes probes
RUN /opt/whyloss/bin/pip wheel --no-deps --wheel-dir /wheel .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin whyloss \
 && install -d -o whyloss -g whyloss /data
# Two layers: the next version of whyloss brings a few megabytes, not torch again.
COPY --from=libraries /opt/whyloss /opt/whyloss
RUN --mount=type=bind,from=build,source=/wheel,target=/wheel \
    /opt/whyloss/bin/pip install --no-cache-dir --no-deps /wheel/*.whl \
 && /opt/whyloss/bin/whyloss kb train
ENV PATH=/opt/whyloss/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 WHYLOSS_DATA=/data
WORKDIR /data
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["whyloss"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
