# One image for receiver, worker, console, sandbox and init; the command says which. IMAGE_PREFIX names a mirror of Docker Hub
# (with its last slash), NPM_REGISTRY one of the npm registry. Nothing here is for one processor alone: docker buildx build
# --platform linux/amd64,linux/arm64. All processes handle their signals as process 1; compose adds an init all the same.
ARG IMAGE_PREFIX=""

FROM ${IMAGE_PREFIX}node:26-bookworm-slim AS install
ARG NPM_REGISTRY=""
WORKDIR /app
COPY . .
# The workspace stays as it is, linked: Node strips types only outside node_modules, so `pnpm deploy`, which copies, would
# make a worker that cannot start.
RUN if [ -n "$NPM_REGISTRY" ]; then export npm_config_registry="$NPM_REGISTRY" pnpm_config_registry="$NPM_REGISTRY"; fi \
 && node tools/setup.mjs --prod

FROM ${IMAGE_PREFIX}node:26-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production \
    LOG_FORMAT=json \
    SPOOL_DIR=/data/spool \
    HEALTH_URL=http://127.0.0.1:8080/healthz
# A named volume takes owner and mode from here when it is first used.
RUN install -d -o node -g node -m 700 /data/spool /data/sandbox /data/secrets /data/worker-secrets /data/console-secrets /data/sandbox-secrets
COPY --from=install /app /app
USER node
EXPOSE 8080 8081 8082 8084 8090
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(process.env.HEALTH_URL).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/receiver/src/main.ts"]
