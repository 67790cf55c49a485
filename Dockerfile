# One image: the program, Tesseract with Vietnamese, LibreOffice. Not root; the root file
# system may be read only: what is written goes to the data volume and to /tmp.

# The browser application, by the commands of "make web".
FROM node:22-bookworm-slim AS web
WORKDIR /src/internal/web/app
COPY internal/web/app/package.json internal/web/app/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY internal/web/app ./
RUN npm run build

# The program: one static binary, by the command of "make build".
FROM golang:1.26-bookworm AS build
ARG VERSION=dev
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY cmd ./cmd
COPY pipeline ./pipeline
COPY internal ./internal
COPY --from=web /src/internal/web/dist ./internal/web/dist
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o bin/minhchung ./cmd/minhchung

# What runs. LibreOffice without its windows; the fonts stand for Times New Roman and
# Arial, with all Vietnamese letters; curl asks for the health.
FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      curl fonts-liberation2 tesseract-ocr tesseract-ocr-vie \
      libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin minhchung \
 && install -d -o minhchung -g minhchung -m 0700 /var/lib/minhchung/data \
 && install -d -m 0755 /var/lib/minhchung/inbox
COPY --from=build /src/bin/minhchung /usr/local/bin/minhchung
USER 10001:10001
WORKDIR /var/lib/minhchung
# Compiled code is kept in the data volume: it is run, so that it may not lie in /tmp.
ENV HOME=/tmp \
    TMPDIR=/tmp \
    MINHCHUNG_DATA=/var/lib/minhchung/data \
    MINHCHUNG_CACHE=/var/lib/minhchung/data/.cache
VOLUME /var/lib/minhchung/data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["curl", "--silent", "--fail", "--output", "/dev/null", "http://127.0.0.1:8080/api/v1/health"]
ENTRYPOINT ["minhchung"]
CMD ["serve", "--listen", "0.0.0.0:8080", "--allow-public", "--watch", "/var/lib/minhchung/inbox"]
