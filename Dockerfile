# The server for production: plain JavaScript, the pages, and nothing that is only needed to build them.
FROM node:24-bookworm-slim AS build
WORKDIR /senim
COPY package.json package-lock.json ./
COPY client-sdk/contract/package.json client-sdk/contract/
COPY client-sdk/package.json client-sdk/
COPY client-sdk/widget/package.json client-sdk/widget/
COPY server/package.json server/
COPY server/console/package.json server/console/
RUN npm ci --no-audit --no-fund
COPY . .
# The image brings its own Node.js.
RUN npm run build && npm prune --omit=dev --no-audit --no-fund && rm -rf node_modules/node node_modules/.bin

FROM node:24-bookworm-slim
ENV NODE_ENV=production SENIM_ENV=production SENIM_HOST=0.0.0.0 SENIM_DATA_DIR=/data
WORKDIR /senim
COPY --from=build /senim/package.json ./
COPY --from=build /senim/node_modules node_modules
COPY --from=build /senim/client-sdk client-sdk
COPY --from=build /senim/server server
RUN install --directory --owner=node --group=node --mode=0711 /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "server/dist/main.js"]
