# The browser application.
FROM node:22-bookworm-slim AS web
WORKDIR /src
COPY internal/web ./internal/web
RUN if [ -f internal/web/app/package.json ]; then cd internal/web/app && npm ci --ignore-scripts && npm run build; fi

# The program: one static binary.
FROM golang:1.26-bookworm AS build
ARG VERSION=dev
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY cmd ./cmd
COPY pipeline ./pipeline
COPY internal ./internal
COPY --from=web /src/internal/web/dist ./internal/web/dist
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /minhchung ./cmd/minhchung

# What runs: text recognition beside it, no compiler, no root.
FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl tesseract-ocr tesseract-ocr-vie \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --home-dir /var/lib/minhchung minhchung \
 && install -d -o minhchung -g minhchung -m 0700 /var/lib/minhchung/data \
 && install -d -o minhchung -g minhchung -m 0755 /var/lib/minhchung/inbox
COPY --from=build /minhchung /usr/local/bin/minhchung
USER minhchung
WORKDIR /var/lib/minhchung
ENV MINHCHUNG_DATA=/var/lib/minhchung/data
EXPOSE 8080
ENTRYPOINT ["minhchung"]
CMD ["serve", "--listen", "0.0.0.0:8080", "--allow-public", "--watch", "/var/lib/minhchung/inbox"]
