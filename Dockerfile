# syntax=docker/dockerfile:1
# One image a service: docker build --target gateway .
ARG NODE_IMAGE=node:22-bookworm

FROM ${NODE_IMAGE}-slim AS manifest
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM manifest AS build
RUN --mount=type=cache,target=/root/.npm npm ci
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY proto proto
COPY libs libs
COPY apps apps
RUN npx nest build

# The optional packages are native TensorFlow and the embedded PostgreSQL; serving uses neither.
FROM manifest AS serving-dependencies
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional

# Training gets native TensorFlow: a library from a package registry (pip), and the addon built on it (g++).
# --build-arg TENSORFLOW=cpu leaves the CUDA libraries out (3 GB).
FROM ${NODE_IMAGE} AS training-dependencies
ARG TENSORFLOW=gpu
# An image whose TensorFlow does not work must not be built.
ENV CARTWISE_TF_BACKEND=native
RUN apt-get update \
  && apt-get install --yes --no-install-recommends python3-pip \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY scripts scripts
RUN node scripts/prepare-tensorflow.mjs --${TENSORFLOW}
# The second run finds its work done, or does again what the pruning undid.
RUN npm prune --omit=dev && node scripts/prepare-tensorflow.mjs --${TENSORFLOW}

FROM ${NODE_IMAGE}-slim AS runtime
ENV NODE_ENV=production \
  NODE_OPTIONS="--enable-source-maps --max-semi-space-size=32" \
  CARTWISE_ARTIFACTS_DIR=/var/lib/cartwise/artifacts
WORKDIR /app
# A new named volume takes over the owner of the folder it is mounted on.
RUN install --directory --owner=node --group=node /var/lib/cartwise/artifacts
COPY package.json ./
COPY proto proto
COPY --from=build /app/dist dist
USER node

FROM runtime AS serving
COPY --from=serving-dependencies /app/node_modules node_modules
EXPOSE 9464
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "-e", \
  "fetch(`http://127.0.0.1:${process.env.CARTWISE_METRICS_PORT ?? 9464}/health/ready`).then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]

FROM serving AS ingestion
EXPOSE 8080 50051
CMD ["node", "dist/apps/ingestion/src/main.js"]

FROM serving AS profiles
EXPOSE 50051
CMD ["node", "dist/apps/profiles/src/main.js"]

FROM serving AS anomaly
COPY apps/anomaly/rules apps/anomaly/rules
EXPOSE 50051
CMD ["node", "dist/apps/anomaly/src/main.js"]

FROM serving AS gateway
EXPOSE 50051
CMD ["node", "dist/apps/gateway/src/main.js"]

FROM runtime AS trainer
COPY --from=training-dependencies /app/node_modules node_modules
# The packages link to the library here.
COPY --from=training-dependencies /app/.cartwise .cartwise
CMD ["node", "dist/apps/trainer/src/main.js"]
