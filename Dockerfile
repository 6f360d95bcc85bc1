# briefpress and all that it draws with, at pinned versions: the same project gives the same
# bytes. docs/scheduled.md says how to build and use it. CI replays these steps without a
# container engine (.ci/container), which knows the instructions used here and no others.
FROM debian:bookworm-20260824-slim@sha256:88200866dfff7ea7f5cbcb6ec7c8a701889efe6fe859fe64d6990e4b07ea4171

# The same day, for what writes a time into a file.
ENV SOURCE_DATE_EPOCH=1787529600 PYTHONHASHSEED=0 LANG=C.UTF-8 HOME=/tmp

# Debian as it was on the day of the base image: the image has that snapshot's address in a
# remark above each address that it uses. Snapshots are kept for good, so dates are not checked.
RUN sed -i '/^# http/ { s/^# /URIs: /; n; d }' /etc/apt/sources.list.d/debian.sources \
 && apt-get -o Acquire::Check-Valid-Until=false update -qq \
 && apt-get install -qq --yes --no-install-recommends \
        ca-certificates fontconfig libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
        python3 python3-venv >/dev/null \
 && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/*

# Python's packages by their hashes, in a layer that stays until the lock changes.
WORKDIR /opt/briefpress
COPY .ci/needed .ci/needed
COPY pyproject.toml requirements.lock ./
RUN python3 .ci/needed disclosure remote hatchling >needed.lock \
 && python3 -m venv venv \
 && venv/bin/pip install -qq --disable-pip-version-check --no-cache-dir --require-hashes \
        --requirement needed.lock

# briefpress with its starter: templates, charts and fonts, which all pages are set in.
COPY LICENSE README.md briefs.toml ./
COPY build/README.md build/README.md
COPY charts charts
COPY data data
COPY locale locale
COPY templates templates
COPY src src
RUN venv/bin/pip install -qq --disable-pip-version-check --no-cache-dir --no-deps \
        --no-build-isolation . \
 && rm -rf src charts data locale templates build briefs.toml

ENV PATH=/opt/briefpress/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
RUN useradd --uid 1000 --create-home briefpress \
 && install --directory --owner=briefpress /project \
 && briefpress doctor
USER briefpress
WORKDIR /project
ENTRYPOINT ["briefpress"]
CMD ["build"]
