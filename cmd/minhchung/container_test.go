package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func projectFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// recipe returns the commands of a target of the Makefile, its variables as they are by
// default.
func recipe(t *testing.T, makefile, target string) []string {
	t.Helper()
	_, rest, found := strings.Cut(makefile, "\n"+target+":")
	if !found {
		t.Fatalf("the Makefile has no target %s", target)
	}
	var out []string
	for line := range strings.Lines(rest[strings.Index(rest, "\n")+1:]) {
		command, isCommand := strings.CutPrefix(line, "\t")
		if !isCommand {
			break
		}
		out = append(out, plainCommand(command))
	}
	return out
}

// steps returns the commands of the RUN lines of the Dockerfile.
func steps(dockerfile string) []string {
	var out []string
	joined := strings.ReplaceAll(dockerfile, "\\\n", " ")
	for line := range strings.Lines(joined) {
		if run, ok := strings.CutPrefix(line, "RUN "); ok {
			for part := range strings.SplitSeq(run, " && ") {
				out = append(out, plainCommand(part))
			}
		}
	}
	return out
}

// plainCommand takes away how Make and Docker differ in writing the same command.
func plainCommand(s string) string {
	s = strings.NewReplacer("$(GO)", "go", "$(VERSION)", "VERSION", "${VERSION}", "VERSION", `"`, "'").Replace(s)
	return strings.Join(strings.Fields(strings.TrimPrefix(strings.TrimSpace(s), "@")), " ")
}

// The image is built by the commands everybody uses, flags included.
func TestImageIsBuiltAsByMake(t *testing.T) {
	t.Parallel()
	makefile, dockerfile := projectFile(t, "Makefile"), projectFile(t, "Dockerfile")
	isBuild := func(c string) bool {
		return strings.Contains(c, "go build") || strings.HasPrefix(c, "npm ")
	}
	var byMake, byDocker []string
	for _, c := range slices.Concat(recipe(t, makefile, "web"), recipe(t, makefile, "build")) {
		if isBuild(c) {
			byMake = append(byMake, c)
		}
	}
	for _, c := range steps(dockerfile) {
		if isBuild(c) {
			byDocker = append(byDocker, c)
		}
	}
	if len(byMake) != 3 { // npm ci, npm run build, go build
		t.Fatalf("the Makefile builds by %q: the test does not find its commands", byMake)
	}
	if !slices.Equal(byMake, byDocker) {
		t.Errorf("the Dockerfile builds by\n%q\nthe Makefile by\n%q", byDocker, byMake)
	}
}

// The image holds what a machine prepared by "make setup" has.
func TestImageHoldsWhatSetupInstalls(t *testing.T) {
	t.Parallel()
	image := strings.Fields(strings.Join(steps(projectFile(t, "Dockerfile")), " "))
	gate := projectFile(t, ".ci/run")
	packages := regexp.MustCompile(`\b(?:tesseract-ocr(?:-vie)?|libreoffice-[a-z]+-nogui)\b`).FindAllString(projectFile(t, "Makefile"), -1)
	slices.Sort(packages)
	packages = slices.Compact(packages)
	if len(packages) != 5 {
		t.Fatalf("make setup installs %v: the test does not find its packages", packages)
	}
	for _, p := range packages {
		if !slices.Contains(image, p) {
			t.Errorf("the image lacks %s", p)
		}
		if !strings.Contains(gate, p) {
			t.Errorf(".ci/run does not install %s", p)
		}
	}
}

// A variable the program does not know would be ignored without a word.
func TestContainerSettingsAreKnown(t *testing.T) {
	t.Parallel()
	variable := regexp.MustCompile(`\bMINHCHUNG_[A-Z_]+`)
	for _, name := range []string{"Dockerfile", "docker-compose.yml"} {
		found := variable.FindAllString(projectFile(t, name), -1)
		if len(found) == 0 {
			t.Errorf("%s sets nothing: the test does not find its variables", name)
		}
		for _, v := range found {
			if key := strings.ToLower(strings.TrimPrefix(v, envPrefix)); !slices.Contains(koanfKeys(), key) {
				t.Errorf("%s sets %s, which is no setting; there are %v", name, v, koanfKeys())
			}
		}
	}
}

// The image runs as somebody else than root, can be asked for its health, and its folders
// are those of the compose file.
func TestImageAgreesWithCompose(t *testing.T) {
	t.Parallel()
	dockerfile, compose := projectFile(t, "Dockerfile"), projectFile(t, "docker-compose.yml")
	user := regexp.MustCompile(`(?m)^USER (\d+:\d+)$`).FindStringSubmatch(dockerfile)
	if user == nil || user[1] == "0:0" || !strings.Contains(compose, `user: "`+user[1]+`"`) {
		t.Errorf("the image runs as %v, the compose file says otherwise", user)
	}
	check := regexp.MustCompile(`\["CMD", (".*")\]|CMD \[("curl".*)\]`)
	var asked []string
	for _, text := range []string{dockerfile, compose} {
		found := check.FindStringSubmatch(text)
		if found == nil {
			t.Fatal("no health check")
		}
		asked = append(asked, found[1]+found[2])
	}
	if asked[0] != asked[1] {
		t.Errorf("health is asked by %s in the image, by %s in the compose file", asked[0], asked[1])
	}
	for _, dir := range []string{"/var/lib/minhchung/data", "/var/lib/minhchung/inbox"} {
		if !strings.Contains(dockerfile, dir) || !strings.Contains(compose, ":"+dir) {
			t.Errorf("%s is not a folder of both", dir)
		}
	}
}
