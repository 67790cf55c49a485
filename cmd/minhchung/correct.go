package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"minhchung/internal/agency"
	"minhchung/internal/cchc"
	"minhchung/internal/describe"
	"minhchung/internal/intake"
	"minhchung/internal/particulars"
	"minhchung/internal/register"
)

// metaGroups names the rules by which documents are grouped into works.
const metaGroups = "groups-version"

// groupsDue is noted before the agencies change: where a power cut comes before the
// documents are grouped by them, that is done when the folder is opened.
const (
	groupsVersion = "1"
	groupsDue     = "due"
)

// Correct has what a person says of documents take effect.
func (d desk) Correct(ctx context.Context, actor cchc.Actor, edits []intake.Edit) error {
	return troubled(d.e.pipeline.Correct(ctx, actor, edits))
}

// SaveAgency adds or changes an agency and groups the documents anew.
func (d desk) SaveAgency(ctx context.Context, actor cchc.Actor, a agency.Agency) error {
	return troubled(d.e.saveAgency(ctx, actor, a))
}

// RemoveAgency removes an agency and groups the documents anew.
func (d desk) RemoveAgency(ctx context.Context, actor cchc.Actor, id string) error {
	return troubled(d.e.removeAgency(ctx, actor, id))
}

// ImportAgencies takes a list of agencies and groups the documents anew.
func (d desk) ImportAgencies(ctx context.Context, actor cchc.Actor, sheets []register.Sheet) (agency.Listed, error) {
	listed, err := d.e.importAgencies(ctx, actor, sheets)
	return listed, troubled(err)
}

// Tables reads the tables of a file that was sent.
func (d desk) Tables(ctx context.Context, content io.Reader) ([]register.Sheet, error) {
	return d.e.reading.tables(ctx, filepath.Join(d.e.dir, tempName), content)
}

func (e *engines) saveAgency(ctx context.Context, actor cchc.Actor, a agency.Agency) error {
	if err := e.note(ctx, metaGroups, groupsDue); err != nil {
		return err
	}
	if err := e.store.SaveAgency(ctx, actor, a); err != nil {
		return err
	}
	return e.regroup(ctx, actor)
}

func (e *engines) removeAgency(ctx context.Context, actor cchc.Actor, id string) error {
	if err := e.note(ctx, metaGroups, groupsDue); err != nil {
		return err
	}
	if err := e.store.RemoveAgency(ctx, actor, id); err != nil {
		return err
	}
	return e.regroup(ctx, actor)
}

// regroup reads the agencies again and works out to which work each document belongs.
func (e *engines) regroup(ctx context.Context, actor cchc.Actor) error {
	if err := e.readAgencies(ctx); err != nil {
		return err
	}
	if _, err := e.pipeline.Regroup(ctx, actor); err != nil {
		return err
	}
	return e.note(ctx, metaGroups, groupsVersion)
}

// groupAnew has works made anew where other rules made them, or none yet.
func (e *engines) groupAnew(ctx context.Context) error {
	had, known, err := e.store.Meta(ctx, metaGroups)
	if err != nil || known && had == groupsVersion {
		return err
	}
	e.chores = append(e.chores, func(ctx context.Context) error { return e.regroup(ctx, cchc.System()) })
	return nil
}

func (e *engines) readAgencies(ctx context.Context) error {
	all, err := e.store.Agencies(ctx, cchc.Everything())
	if err != nil {
		return err
	}
	r := agency.NewRegistry(all)
	e.agencies.Store(&r)
	return nil
}

// workID groups by the agency the office knows the issuer as, by its name otherwise.
func (e *engines) workID(p cchc.Particulars) cchc.WorkID {
	if r := e.agencies.Load(); r != nil {
		if a, ok := r.Issuer(p); ok {
			p.OrganName = a.Name
		}
	}
	return describe.WorkID(p)
}

// amend lays corrections over a document as it was read. Where the trích yếu was corrected,
// the years and periods it speaks of are read off the new one, unless people said them too.
func (e *engines) amend(found cchc.Document, corrections []cchc.Correction) cchc.Document {
	d, unfit := particulars.Apply(found, corrections)
	if len(unfit) > 0 {
		e.log.Warn("corrections of another program's day do not fit", "document", found.ID, "fields", strings.Join(unfit, ", "))
	}
	said := map[string]cchc.CorrectionKind{}
	for _, c := range corrections {
		said[c.Field] = c.Kind
	}
	if said["subject"] != cchc.Corrected {
		return d
	}
	again := readSubject(d.Particulars)
	if said["speaks_of"] == "" {
		d.Particulars.SpeaksOf = again.SpeaksOf
	}
	if said["periods"] == "" {
		d.Particulars.Periods = again.Periods
	}
	return d
}

// readSubject describes a page that holds nothing but a type and a trích yếu.
func readSubject(p cchc.Particulars) cchc.Particulars {
	name := p.TypeName
	if name == "" || p.Type == "CV" {
		name = "Báo cáo"
	}
	return describe.Describe([]cchc.Page{{Number: 1, Source: cchc.SourceText, Quality: 1, Blocks: []cchc.Block{
		{Text: strings.ToUpper(name), Bold: true, Center: true}, {Text: p.Subject, Bold: true, Center: true},
	}}})
}

// tables reads the tables of a file in a reading child: whatever it is, its bytes are met
// there only. dir is a folder for a moment's copy.
func (r *reading) tables(ctx context.Context, dir string, content io.Reader) (out []register.Sheet, err error) {
	f, err := os.CreateTemp(dir, "register-")
	if err != nil {
		return nil, troubled(err)
	}
	defer os.Remove(f.Name()) //nolint:errcheck // the folder is emptied when the data folder is opened
	_, err = io.Copy(f, content)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, troubled(err)
	}
	return r.tablesOf(ctx, f.Name())
}

func (r *reading) tablesOf(ctx context.Context, path string) ([]register.Sheet, error) {
	reading, done, err := r.text(ctx, path)
	if done != nil {
		defer done()
	}
	if err != nil {
		return nil, err
	}
	sheets := register.Sheets(reading)
	for _, s := range sheets {
		for _, row := range s.Rows {
			if len(row) > 1 {
				return sheets, nil
			}
		}
	}
	return nil, cchc.Usage("register-not-a-table", nil, string(reading.Format))
}
