// Package container checks docker-compose.yml by the loader docker compose itself uses.
// It is a module of its own, so that the libraries of the loader do not weigh on the
// product.
package container

import (
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

const (
	dataPath  = "/var/lib/minhchung/data"
	inboxPath = "/var/lib/minhchung/inbox"
)

func service(t *testing.T) types.ServiceConfig {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	options, err := cli.NewProjectOptions([]string{filepath.Join(root, "docker-compose.yml")}, cli.WithName("minhchung"))
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(project.Services) != 1 {
		t.Fatalf("%d services, want one", len(project.Services))
	}
	s, err := project.GetService("minhchung")
	if err != nil {
		t.Fatal(err)
	}
	if s.Build == nil || s.Build.Context != root {
		t.Errorf("it is built from %+v, want the project", s.Build)
	}
	return s
}

// There are no accounts yet: nobody but this machine may reach the server.
func TestOnlyThisMachine(t *testing.T) {
	ports := service(t).Ports
	if len(ports) != 1 || ports[0].Target != 8080 {
		t.Fatalf("ports %+v, want 8080 alone", ports)
	}
	for _, p := range ports {
		if ip := net.ParseIP(p.HostIP); ip == nil || !ip.IsLoopback() {
			t.Errorf("port %d listens on %q, want a loopback address", p.Target, p.HostIP)
		}
	}
}

func TestConfined(t *testing.T) {
	s := service(t)
	if !s.ReadOnly {
		t.Error("the root file system can be written")
	}
	if s.Privileged || len(s.CapAdd) > 0 || !slices.Equal(s.CapDrop, []string{"ALL"}) {
		t.Errorf("privileged %v, capabilities added %v, dropped %v", s.Privileged, s.CapAdd, s.CapDrop)
	}
	if !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
		t.Errorf("security_opt %v lacks no-new-privileges", s.SecurityOpt)
	}
	if s.User == "" || strings.HasPrefix(s.User, "0") || strings.HasPrefix(s.User, "root") {
		t.Errorf("it runs as %q", s.User)
	}
	if s.NetworkMode == "host" || s.Pid == "host" || s.Ipc == "host" {
		t.Errorf("it shares the machine's network %q, processes %q or memory %q", s.NetworkMode, s.Pid, s.Ipc)
	}
}

// What is written has its place and its bound.
func TestRoomToWrite(t *testing.T) {
	s := service(t)
	if len(s.Tmpfs) != 1 || !strings.HasPrefix(s.Tmpfs[0], "/tmp:") || !strings.Contains(s.Tmpfs[0], "size=") {
		t.Errorf("tmpfs %v, want /tmp with a size", s.Tmpfs)
	}
	if s.MemLimit < 2<<30 || s.MemLimit > 8<<30 {
		t.Errorf("memory limit %d MiB, want what an office PC can spare", s.MemLimit>>20)
	}
	if s.PidsLimit <= 0 {
		t.Error("any number of processes may be started")
	}
	found := map[string]types.ServiceVolumeConfig{}
	for _, v := range s.Volumes {
		found[v.Target] = v
	}
	if v := found[dataPath]; v.Type != types.VolumeTypeVolume || v.ReadOnly {
		t.Errorf("the data folder is %+v, want a volume that can be written", v)
	}
	if v := found[inboxPath]; v.Type != types.VolumeTypeBind || !v.ReadOnly {
		t.Errorf("the inbox is %+v, want a folder of the machine, read only", v)
	}
	if len(found) != 2 {
		t.Errorf("volumes %v, want data and inbox", found)
	}
}

func TestKeptRunning(t *testing.T) {
	s := service(t)
	if s.Restart != types.RestartPolicyUnlessStopped {
		t.Errorf("restart %q", s.Restart)
	}
	if s.HealthCheck == nil || s.HealthCheck.Disable || !slices.Contains(s.HealthCheck.Test, "http://127.0.0.1:8080/api/v1/health") {
		t.Errorf("health check %+v", s.HealthCheck)
	}
	if s.Init == nil || !*s.Init {
		t.Error("nobody collects the processes LibreOffice leaves behind")
	}
	if s.StopGracePeriod == nil {
		t.Error("a batch that is being written gets Docker's ten seconds to end")
	}
}
