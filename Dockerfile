# Two stages: the first compiles, the second holds only what runs, and runs it as the user "node" (1000).
#
# The base images are named by tag, so that a rebuild brings their security fixes. To build from exactly one base image,
# write its digest behind the tag in both FROM lines: node:24-bookworm-slim@sha256:<digest>, as printed by
# `docker image inspect --format '{{index .RepoDigests 0}}' node:24-bookworm-slim`.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# With the optional packages: the native TypeScript compiler is one of them. Nothing of them gets into the second stage.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig*.json ./
COPY seeds seeds
COPY src src
COPY workers workers
RUN node src/cli/build.mjs
# What runs needs neither: the image's Node is new enough, and the database is a service of its own.
RUN npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
# docker build --build-arg REVISION="$(git rev-parse HEAD)" writes down which commit the image was made from.
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Newsloom" \
      org.opencontainers.image.description="A news pipeline: feeds and pages in; clean articles, copies traced to their original, and stories in Postgres out." \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="docker.io/library/node:24-bookworm-slim" \
      org.opencontainers.image.revision="$REVISION"
ENV NODE_ENV=production
WORKDIR /app
RUN ln -s /app/src/cli/launch.mjs /usr/local/bin/newsloom
COPY package.json LICENSE CHANGELOG.md ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY src/cli/launch.mjs src/cli/heap.mjs src/cli/
COPY migrations migrations
COPY seeds seeds
# As a number, so that Kubernetes can see that it is not root.
USER 1000:1000
ENTRYPOINT ["newsloom"]
CMD ["worker"]
