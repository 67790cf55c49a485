package office

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// settings of the private profile. No macros, no updates of links, nothing from outside
// the file, no Java and Python; the network leads to a port where nobody listens.
var settings = []struct{ path, name, value string }{
	{"Office.Common/Security/Scripting", "MacroSecurityLevel", "3"},
	{"Office.Common/Security/Scripting", "DisableMacrosExecution", "true"},
	{"Office.Common/Security/Scripting", "DisablePythonRuntime", "true"},
	{"Office.Common/Security/Scripting", "DisableActiveContent", "true"},
	{"Office.Common/Security/Scripting", "DisableOLEAutomation", "true"},
	{"Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"},
	{"Office.Common/Security/Scripting", "CheckDocumentEvents", "true"},
	{"Office.Common/Misc", "UseOpenCL", "false"},
	{"Office.Common/Misc", "FirstRun", "false"},
	{"Office.Java/VirtualMachine", "Enable", "false"},
	{"Office.Writer/Content/Update", "Link", "0"},
	{"Office.Calc/Content/Update", "Link", "1"},
	{"Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments", "AutoCheckEnabled", "false"},
	{"Inet/Settings", "ooInetProxyType", "2"},
	{"Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"},
	{"Inet/Settings", "ooInetHTTPProxyPort", "9"},
	{"Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"},
	{"Inet/Settings", "ooInetHTTPSProxyPort", "9"},
	{"Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"},
	{"Inet/Settings", "ooInetFTPProxyPort", "9"},
}

// newProfile writes a profile into the folder dir, anew.
func newProfile(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("old profile: %w", err)
	}
	user := filepath.Join(dir, "user")
	if err := os.MkdirAll(user, 0o700); err != nil {
		return fmt.Errorf("profile: %w", err)
	}
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` + "\n")
	for _, s := range settings {
		fmt.Fprintf(&b, `<item oor:path="/org.openoffice.%s"><prop oor:name="%s" oor:op="fuse"><value>%s</value></prop></item>`+"\n",
			strings.ReplaceAll(s.path, "'", "&apos;"), s.name, s.value)
	}
	b.WriteString("</oor:items>\n")
	if err := os.WriteFile(filepath.Join(user, "registrymodifications.xcu"), []byte(b.String()), 0o600); err != nil {
		return fmt.Errorf("profile: %w", err)
	}
	return nil
}

// fileURL writes an absolute path as LibreOffice expects a profile.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
