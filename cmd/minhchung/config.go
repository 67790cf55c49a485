package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/providers/structs"
	"github.com/knadh/koanf/v2"

	"minhchung/internal/cchc"
)

// settings are every limit and choice of an installation: the defaults, then
// minhchung.yaml in the data folder, then MINHCHUNG_… variables, then flags.
type settings struct {
	Data    string `koanf:"data"`    // data folder
	Lang    string `koanf:"lang"`    // vi or en
	Verbose bool   `koanf:"verbose"` // log at information level

	// Agency names the assessed office and its sign, "Sở Thông tin và Truyền thông; STTTT": with
	// it a paper of another office of the same level is told from its own. "": unknown.
	Agency string `koanf:"agency"`

	Workers      int           `koanf:"workers"`        // files read at once
	WorkerMemory int           `koanf:"worker_memory"`  // MB a reading child may use
	WorkerFiles  int           `koanf:"worker_files"`   // files a child reads before it is replaced
	ReadTimeout  time.Duration `koanf:"read_timeout"`   // for one file
	MaxPages     int           `koanf:"max_pages"`      // read of one file
	MaxTextMB    int           `koanf:"max_text_mb"`    // text kept of one file
	MaxPartMB    int           `koanf:"max_part_mb"`    // one decompressed stream or zip part
	Batch        int           `koanf:"batch"`          // files a transaction
	Depth        int           `koanf:"depth"`          // archives and mails inside each other
	MaxMembers   int           `koanf:"max_members"`    // files taken out of one archive or mail
	MaxMembersMB int           `koanf:"max_members_mb"` // their bytes in all

	Scans      int           `koanf:"scans"`       // pages recognised at once
	ScanMemory int           `koanf:"scan_memory"` // MB the recognition of a page may use
	ScanTime   time.Duration `koanf:"scan_time"`   // for one page

	Office       int           `koanf:"office"`        // files LibreOffice converts at once
	OfficeMemory int           `koanf:"office_memory"` // MB one LibreOffice may use
	OfficeTime   time.Duration `koanf:"office_time"`   // for one file

	Doubt float64 `koanf:"doubt"` // confidence, 0..1, below which number and date are to be confirmed

	PicturesMB int `koanf:"pictures_mb"` // pictures of pages and print renditions kept, MB in all

	SearchMB int `koanf:"search_mb"` // memory for what many searches read in the index, MB; less costs time only

	Settle time.Duration `koanf:"settle"` // a watched file must be untouched this long
	Rescan time.Duration `koanf:"rescan"` // full look at watched folders; 0: every 5 minutes, every 30 s with poll
	Poll   bool          `koanf:"poll"`   // network shares: look, do not rely on notices

	Listen string `koanf:"listen"` // address of the web server
	Cache  string `koanf:"cache"`  // folder of what can be made again for this machine; "" chooses one
}

func defaultSettings() settings {
	return settings{
		Data: "data", Lang: "vi",
		Workers: max(runtime.NumCPU(), 1), WorkerMemory: 512, WorkerFiles: 500,
		ReadTimeout: time.Minute, MaxPages: 5000, MaxTextMB: 64, MaxPartMB: 64, Batch: 64,
		Depth: 3, MaxMembers: 2000, MaxMembersMB: 2048,
		Scans: max(runtime.NumCPU(), 1), ScanMemory: 1024, ScanTime: 2 * time.Minute,
		Office: 1, OfficeMemory: 1536, OfficeTime: 2 * time.Minute,
		PicturesMB: 256,
		SearchMB:   384,
		Doubt:      0.75,
		Settle:     5 * time.Second, Rescan: 0,
		Listen: "127.0.0.1:8080",
	}
}

// limits are the bounds of reading one file.
func (s settings) limits() cchc.Limits {
	l := cchc.DefaultLimits()
	l.Pages = s.MaxPages
	l.TextBytes = int64(s.MaxTextMB) << 20
	l.PartBytes = int64(s.MaxPartMB) << 20
	l.Members, l.MemberBytes = s.MaxMembers, int64(s.MaxMembersMB)<<20
	return l
}

// agency are the names and signs of the assessed office.
func (s settings) agency() []string {
	var out []string
	for name := range strings.SplitSeq(s.Agency, ";") {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// cacheFolder is where compiled code is kept: one place for all data folders of a user,
// because making it takes seconds; the data folder where the user has no such place. Not
// the folder for temporary files: others may write there, and what lies in the cache is
// executed.
func (s settings) cacheFolder() string {
	if s.Cache != "" {
		return s.Cache
	}
	if dir, err := os.UserCacheDir(); err == nil {
		dir = filepath.Join(dir, "minhchung")
		if os.MkdirAll(dir, 0o700) == nil {
			return dir
		}
	}
	return filepath.Join(s.Data, "cache")
}

// validate names the first setting that cannot be worked with.
func (s settings) validate() error {
	positive := []struct {
		name  string
		value int64
	}{
		{"workers", int64(s.Workers)}, {"worker_memory", int64(s.WorkerMemory)}, {"worker_files", int64(s.WorkerFiles)},
		{"read_timeout", int64(s.ReadTimeout)}, {"max_pages", int64(s.MaxPages)}, {"max_text_mb", int64(s.MaxTextMB)},
		{"max_part_mb", int64(s.MaxPartMB)}, {"batch", int64(s.Batch)}, {"depth", int64(s.Depth)}, {"max_members", int64(s.MaxMembers)}, {"max_members_mb", int64(s.MaxMembersMB)},
		{"scans", int64(s.Scans)}, {"scan_memory", int64(s.ScanMemory)}, {"scan_time", int64(s.ScanTime)},
		{"office", int64(s.Office)}, {"office_memory", int64(s.OfficeMemory)}, {"office_time", int64(s.OfficeTime)}, {"pictures_mb", int64(s.PicturesMB)}, {"search_mb", int64(s.SearchMB)},
	}
	for _, p := range positive {
		if p.value <= 0 {
			return fmt.Errorf("%s phải lớn hơn 0", p.name)
		}
	}
	if s.Lang != "vi" && s.Lang != "en" {
		return fmt.Errorf("lang là %q; chỉ có vi hoặc en", s.Lang)
	}
	if s.Doubt < 0 || s.Doubt > 1 {
		return errors.New("doubt phải từ 0 đến 1")
	}
	if s.Settle < 0 {
		return errors.New("settle không được âm")
	}
	return nil
}

// settingFlags are the settings given as flags, "" where they were not.
type settingFlags struct{ data, lang string }

const (
	envPrefix    = "MINHCHUNG_"
	settingsName = "minhchung.yaml" // in the data folder
)

func loadSettings(inv *invocation, flags settingFlags) (settings, error) {
	k := koanf.New(".")
	bad := func(err error) (settings, error) {
		return defaultSettings(), cchc.Usage("bad-setting", err, err.Error())
	}
	if err := k.Load(structs.Provider(defaultSettings(), "koanf"), nil); err != nil {
		return bad(err)
	}
	all := k.Keys()
	data := firstOf(flags.data, inv.getenv(envPrefix+"DATA"), k.String("data"))
	name := filepath.Join(inv.abs(data), settingsName)
	if _, err := os.Stat(name); err == nil {
		if err := k.Load(file.Provider(name), yaml.Parser()); err != nil {
			return bad(fmt.Errorf("%s: %w", name, err))
		}
	} // a folder that cannot be read is told when it is opened
	vars := env.Provider(".", env.Opt{
		Prefix:      envPrefix,
		EnvironFunc: func() []string { return environ(all, inv.getenv) },
		TransformFunc: func(key, value string) (string, any) {
			return strings.ToLower(strings.TrimPrefix(key, envPrefix)), value
		},
	})
	if err := k.Load(vars, nil); err != nil {
		return bad(err)
	}
	for _, key := range k.Keys() {
		if !slices.Contains(all, key) {
			return bad(fmt.Errorf("không có mục %q; các mục: %s", key, strings.Join(all, ", ")))
		}
	}
	var s settings
	if err := k.Unmarshal("", &s); err != nil {
		return bad(errors.New(oneLine(err.Error())))
	}
	s.Data, s.Lang = inv.abs(data), firstOf(flags.lang, s.Lang)
	if err := s.validate(); err != nil {
		return bad(err)
	}
	return s, nil
}

// environ asks for the variables of the settings one by one, so that tests and commands
// passed on give their own.
func environ(keys []string, getenv func(string) string) []string {
	var out []string
	for _, key := range keys {
		name := envPrefix + strings.ToUpper(key)
		if v := getenv(name); v != "" {
			out = append(out, name+"="+v)
		}
	}
	return out
}

func koanfKeys() []string {
	k := koanf.New(".")
	if err := k.Load(structs.Provider(defaultSettings(), "koanf"), nil); err != nil {
		return nil
	}
	return k.Keys()
}

// oneLine takes the bullets and breaks out of a library's list of errors.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.TrimPrefix(s, "decoding failed due to the following error(s):")), " ")
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
