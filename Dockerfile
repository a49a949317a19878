# syntax=docker/dockerfile:1
# Two stages: one compiles, the other carries only what runs, as a user without rights.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The image's Node is new enough, and the database is a service of its own: no bundled Node, no embedded Postgres.
RUN npm ci --omit=optional --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY workers workers
RUN node src/cli/build.mjs && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE CHANGELOG.md ./
COPY src/cli/launch.mjs src/cli/heap.mjs src/cli/
COPY migrations migrations
COPY seeds seeds
RUN ln -s /app/src/cli/launch.mjs /usr/local/bin/newsloom
USER node
ENTRYPOINT ["newsloom"]
CMD ["worker"]
