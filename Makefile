# Minh Chứng. "make help" lists the targets.
SHELL      := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

GO       ?= go
TOOL     := $(GO) tool -modfile=.ci/tools/go.mod
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LISTEN   ?= 127.0.0.1:8080
FUZZTIME ?= 20s
BENCH    ?= .
WEB      := internal/web/app
DEMO     := demo
OFFICE   := libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui
TAGGED   := ./cmd/... ./internal/search/bleveindex ./internal/extract/ocr
ALL      := ./cmd/... ./pipeline/... ./internal/...

.PHONY: help
help: ## danh sách lệnh
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: run
run: setup web-if-missing build demo-inbox ## chạy thử với hộp thư mẫu, mở trang web tại http://127.0.0.1:8080
	@echo
	echo "== Nạp hộp thư mẫu $(DEMO)/inbox"
	code=0; bin/minhchung --data $(DEMO)/data ingest $(DEMO)/inbox || code=$$?
	# 3 is expected: the sample holds cut-off files, one with a password, one with a stamp of secrecy.
	if [ $$code -ne 0 ] && [ $$code -ne 3 ]; then exit $$code; fi
	echo
	echo "== Tình trạng minh chứng theo bộ tiêu chí mẫu"
	bin/minhchung --data $(DEMO)/data coverage | tail -n 3
	echo
	echo "== Xong. Xem kết quả:"
	echo "   Trang web:          http://$(LISTEN)"
	echo "   Tình trạng hồ sơ:   bin/minhchung --data $(DEMO)/data coverage"
	echo "   Tệp bị từ chối:     bin/minhchung --data $(DEMO)/data intake --state quarantined"
	echo "   Tìm kiếm:           bin/minhchung --data $(DEMO)/data search \"kế hoạch kiểm tra\""
	echo "   Thả thêm tệp vào    $(DEMO)/inbox; dữ liệu nằm trong $(DEMO)/data."
	echo
	serve=(bin/minhchung --data $(DEMO)/data serve --listen $(LISTEN) --watch $(DEMO)/inbox)
	if [ -z "$${MINHCHUNG_RUN_ONCE:-}" ]; then
	  echo "== Máy chủ đang chạy, bấm Ctrl-C để dừng"
	  exec "$${serve[@]}"
	fi
	"$${serve[@]}" & pid=$$!
	trap 'kill $$pid 2>/dev/null || true; wait $$pid 2>/dev/null || true' EXIT
	for _ in $$(seq 100); do
	  kill -0 $$pid 2>/dev/null || { echo "Máy chủ dừng sớm."; exit 1; }
	  if curl --silent --fail --max-time 2 http://$(LISTEN)/api/v1/health >/dev/null; then echo "== Máy chủ trả lời tại http://$(LISTEN)"; exit 0; fi
	  sleep 0.2
	done
	echo "Máy chủ không trả lời sau 20 giây."; exit 1

# Tried once on a machine; "make setup" by itself tries again. A LibreOffice that is there
# is left alone, whatever parts it has: the packages without windows would replace it.
.PHONY: setup
setup: ## cài Tesseract, LibreOffice nếu được phép (không bắt buộc)
	@missing=()
	command -v tesseract >/dev/null || missing+=(tesseract-ocr)
	if ! tesseract --list-langs 2>/dev/null | grep -qx vie; then missing+=(tesseract-ocr-vie); fi
	if ! command -v soffice >/dev/null && ! command -v libreoffice >/dev/null; then missing+=($(OFFICE)); fi
	if [ $${#missing[@]} -eq 0 ]; then exit 0; fi
	tried=bin/.setup-tried
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && { [ "$(MAKECMDGOALS)" = setup ] || [ ! -e $$tried ]; }; then
	  echo "== Cài $${missing[*]} (một lần, vài phút; không bắt buộc)"
	  mkdir -p bin && touch $$tried
	  install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends --no-remove "$${missing[@]}")
	  if { "$${install[@]}" || { apt-get update -q && "$${install[@]}"; }; } >bin/setup.log 2>&1 </dev/null; then exit 0; fi
	  echo "Không cài được; xem bin/setup.log."
	fi
	echo "Chưa có $${missing[*]} (không bắt buộc)."
	case " $${missing[*]} " in *tesseract*) echo "  Không có Tesseract: trang ảnh chụp được giữ, chờ nhận dạng chữ." ;; esac
	case " $${missing[*]} " in *libreoffice*) echo "  Không có LibreOffice: tệp .doc .rtf .odt .xls .ods .ppt .odp được giữ, chờ chuyển đổi." ;; esac
	echo "  Mọi việc khác chạy bình thường; cài sau thì các tệp đang chờ tự được đọc ở lần nạp kế tiếp."

.PHONY: demo-inbox
demo-inbox:
	@mkdir -p $(DEMO)/inbox $(DEMO)/data
	cp -Ru testdata/corpus/. $(DEMO)/inbox/

# Told once, on a data folder of its own, which is made anew each time.
STORY := bin/minhchung --data $(DEMO)/story
.PHONY: demo
demo: build ## kể cuộc kiểm tra mẫu: văn bản, sổ, điểm tự chấm, ý kiến của tổ, tình trạng minh chứng
	@rm -rf $(DEMO)/story
	step() { echo; echo "== $$1"; }
	link() { $(STORY) links --criterion "$$1" | awk -v name="$$2" 'index($$0, name) { print $$1; exit }'; }
	step 'Nạp văn bản năm 2020 của năm phòng, đơn vị'
	code=0; $(STORY) ingest testdata/corpus || code=$$?
	if [ $$code -ne 0 ] && [ $$code -ne 3 ]; then exit $$code; fi
	step 'Nhập sổ đăng ký văn bản đi'
	$(STORY) register import 'testdata/tables/Sổ đăng ký văn bản đi 2020.xlsx'
	step 'Mở đợt đánh giá, nhập điểm tự chấm'
	$(STORY) round open --year 2020 --due 2020-12-31
	$(STORY) round import 'testdata/tables/Tự chấm điểm CCHC năm 2020.xlsx' --as 'Lê Văn Giả Định'
	step 'Tổ kiểm tra: không chấp nhận, đề nghị giải trình, chấp nhận'
	$(STORY) review "$$(link 7.1 112-BC)" reject --as 'Trần Thị Thí Dụ' --note 'Mới sáu tháng, cần báo cáo cả năm.'
	$(STORY) review "$$(link 5.1 103-TTr)" ask --as 'Trần Thị Thí Dụ' --note 'Đề án đã được phê duyệt chưa? Gửi thêm quyết định.'
	$(STORY) review --criterion 1.4 --all accept --as 'Trần Thị Thí Dụ' --note 'Đã đối chiếu bản ký.'
	step 'Tình trạng minh chứng'
	$(STORY) coverage

.PHONY: test
test: ## kiểm thử (dưới 5 phút)
	@$(GO) test -timeout 15m ./...

.PHONY: check
check: ## định dạng, vet, golangci-lint, luật nhập gói
	@unformatted=$$(gofmt -l cmd pipeline internal testdata/make .ci/tools .ci/container)
	if [ -n "$$unformatted" ]; then echo "gofmt cần sửa:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	for tag in crash scale quality; do $(GO) vet -tags $$tag $(TAGGED); done
	GOOS=windows $(GO) vet ./...
	$(TOOL) golangci-lint run --allow-serial-runners
	$(GO) test -count=1 ./internal/archtest

.PHONY: race
race: ## kiểm thử với bộ dò tranh chấp (cần gcc)
	@CGO_ENABLED=1 $(GO) test -race -shuffle=on -timeout 30m ./...

.PHONY: golden
golden: ## ghi lại các tệp chuẩn trong testdata/golden
	@UPDATE=1 $(GO) test -count=1 ./...
	git --no-pager diff --stat -- testdata/golden || true

.PHONY: quality
quality: ## đo chất lượng trên bộ văn bản đo (MINHCHUNG_SHARED, mặc định ../shared)
	@dir="$${MINHCHUNG_SHARED:-$(CURDIR)/../shared}"
	if [ ! -d "$$dir/corpus" ]; then
	  echo "Không có bộ văn bản đo tại $$dir (đặt MINHCHUNG_SHARED)."
	  if [ "$${CI:-}" = true ]; then exit 1; fi
	  exit 0
	fi
	MINHCHUNG_SHARED="$$dir" $(GO) test -tags quality -count=1 -v -timeout 60m -run '^TestQuality' $(TAGGED)

.PHONY: peers
peers: ## cụm từ bên cạnh recoll trên thư mục MINHCHUNG_PEERS (cần recollcmd, bộ văn bản đo)
	@if [ ! -d "$${MINHCHUNG_PEERS:-}" ]; then echo "Đặt MINHCHUNG_PEERS là thư mục chừng 2.000 tệp văn phòng."; exit 1; fi
	MINHCHUNG_PEERS="$$(realpath "$$MINHCHUNG_PEERS")" MINHCHUNG_SHARED="$${MINHCHUNG_SHARED:-$(CURDIR)/../shared}" \
	  $(GO) test -tags quality -count=1 -v -timeout 30m -run '^TestQualityPhrasesBesideRecoll$$' ./cmd/minhchung

.PHONY: crash
crash: ## giết chương trình giữa chừng nhiều lần (MINHCHUNG_CRASH_KILLS, mặc định 200), làm đầy ổ đĩa
	@$(GO) test -tags crash -count=1 -v -timeout 60m -run '^Test(Crash|FullDisk|KilledOnFullDisk|ReadOnlyDisk)' ./cmd/minhchung

.PHONY: scale
scale: ## mười nghìn tệp, ba nghìn trang; ghi docs/BENCHMARKS.md
	@$(GO) test -tags scale -count=1 -v -timeout 60m -run '^TestScale' ./cmd/minhchung

.PHONY: bench-search
bench-search: ## chỉ mục lớn (MINHCHUNG_PASSAGES đoạn, mặc định 200000)
	@$(GO) test -tags scale -run '^$$' -bench '^BenchmarkScale$$' -benchtime 1x -timeout 120m ./internal/search/bleveindex

.PHONY: compose
compose: ## kiểm tra docker-compose.yml (không cần Docker)
	@$(GO) test -C .ci/container -count=1 .

.PHONY: fuzz
fuzz: ## chạy mỗi đích fuzz FUZZTIME (mặc định 20s)
	@$(GO) test -list '^Fuzz' ./... | awk '/^Fuzz/ {f[++n]=$$1} /^ok/ {for (i=1; i<=n; i++) print $$2, f[i]; n=0}' |
	while read -r pkg target; do
	  echo "== $$pkg $$target"
	  $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$pkg" </dev/null
	done

.PHONY: bench
bench: ## đo tốc độ, ghi bench-new.txt
	@$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -count 6 $(ALL) | tee bench-new.txt

.PHONY: bench-diff
bench-diff: ## so bench-old.txt với bench-new.txt
	@$(TOOL) benchstat bench-old.txt bench-new.txt

.PHONY: vuln
vuln: ## lỗ hổng đã biết của các mô-đun (cần mạng)
	@$(TOOL) govulncheck ./...

.PHONY: licences
licences: ## giấy phép của mọi mô-đun; từ chối AGPL, GPL, SSPL, thương mại
	@$(GO) test -C .ci/tools ./licences
	$(GO) run -C .ci/tools ./licences "$(CURDIR)"
	$(GO) run -C .ci/tools ./licences "$(CURDIR)/.ci/container"

.PHONY: web
web: ## dựng trang web vào internal/web/dist
	@if [ ! -f $(WEB)/package.json ]; then echo "Chưa có $(WEB)/package.json."; exit 0; fi
	cd $(WEB)
	npm ci --ignore-scripts --no-audit --no-fund
	rm -rf ../dist/assets
	npm run build

.PHONY: web-if-missing
web-if-missing:
	@if [ -f $(WEB)/package.json ] && [ ! -f internal/web/dist/index.html ]; then
	  if command -v npm >/dev/null; then $(MAKE) --no-print-directory web; else echo "Không có npm: chạy không có trang web, API vẫn dùng được."; fi
	fi

.PHONY: build
build: ## dựng bin/minhchung (không cgo)
	@CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/minhchung ./cmd/minhchung

.PHONY: testdata
testdata: ## viết lại testdata/corpus, testdata/tables từ testdata/corpus-src (cần fonts-liberation2)
	@bin=$$(mktemp); trap 'rm -f "$$bin"' EXIT
	$(GO) build -C testdata/make -o "$$bin" .
	"$$bin"

.PHONY: docker
docker: ## dựng ảnh chạy
	@VERSION='$(VERSION)' docker compose build
