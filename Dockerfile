# One image for receiver, worker, console, sandbox and init; the command says which. IMAGE_PREFIX names a mirror of Docker Hub
# (with its last slash), NPM_REGISTRY one of the npm registry. Nothing here is for one processor alone: docker buildx build
# --platform linux/amd64,linux/arm64. What is built is the npm package (decisions/0029).
ARG IMAGE_PREFIX=""

FROM ${IMAGE_PREFIX}node:26-bookworm-slim AS build
ARG NPM_REGISTRY=""
ENV npm_config_registry="${NPM_REGISTRY:-https://registry.npmjs.org/}" \
    pnpm_config_registry="${NPM_REGISTRY:-https://registry.npmjs.org/}"
WORKDIR /src
# What is downloaded hangs on the lockfile alone: a changed source downloads nothing.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY tools/setup.mjs tools/node-that-starts.mjs tools/
RUN node tools/setup.mjs --fetch
COPY . .
RUN node tools/setup.mjs --prod && node tools/build/src/main.ts --out /app

FROM ${IMAGE_PREFIX}debian:bookworm-slim
# Node needs libatomic; tini ends what a process leaves behind, also where no engine adds an init.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libatomic1 libstdc++6 tini \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/bin/node /usr/local/bin/node
WORKDIR /app
ENV NODE_ENV=production \
    LOG_FORMAT=json \
    SPOOL_DIR=/data/spool \
    HEALTH_URL=http://127.0.0.1:8080/healthz
# A named volume takes owner and mode from here when it is first used.
RUN install -d -o 1000 -g 1000 -m 700 /data/spool /data/sandbox /data/secrets /data/worker-secrets /data/console-secrets /data/sandbox-secrets \
 && ln -s /app/guance-jira.js /usr/local/bin/guance-jira
COPY --from=build /app /app
USER 1000:1000
EXPOSE 8080 8081 8082 8084 8090
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(process.env.HEALTH_URL).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "guance-jira"]
CMD ["receiver"]
