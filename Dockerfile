# The emulator in a container: built with all that a build needs, run by node alone, as a user without rights.
FROM node:24-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-trixie-slim
ENV NODE_ENV=production \
    MAILDRONE_EMULATOR_HOST=0.0.0.0 \
    MAILDRONE_EMULATOR_DATA=/data
WORKDIR /app
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/dist ./dist
COPY --from=build /app/fixtures ./fixtures
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8025 1025
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "dist/cli.cjs", "health"]
ENTRYPOINT ["node", "dist/cli.cjs"]
