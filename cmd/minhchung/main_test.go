package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The test binary is the program too: scripts and crash tests start it as `minhchung`.
func TestMain(m *testing.M) {
	if workerMemory != "" {
		if err := os.Setenv("MINHCHUNG_WORKER_MEMORY", workerMemory); err != nil {
			panic(err)
		}
	}
	testscript.Main(m, map[string]func(){"minhchung": main})
}

func TestScript(t *testing.T) {
	t.Parallel()
	corpus, err := filepath.Abs("../../testdata/corpus")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       os.Getenv("UPDATE") != "",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("CORPUS", corpus)
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("MINHCHUNG_WORKER_MEMORY", workerMemory)
			env.Setenv("MINHCHUNG_CACHE", defaultSettings().cacheFolder()) // compiled once, not once a script
			return nil
		},
	})
}
