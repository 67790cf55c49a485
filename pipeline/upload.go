package pipeline

import (
	"context"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// Upload keeps what r gives, of any size, and enters it in the ledger before what lies in
// folders. The next run reads it. The error is checksum-mismatch where the bytes are not
// those the sender meant; nothing is kept then.
func (p *Pipeline) Upload(ctx context.Context, actor cchc.Actor, up intake.Upload, r io.Reader) (intake.Row, error) {
	name := strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(up.Name, `\`, "/")), "/")
	if name == "" {
		return intake.Row{}, cchc.Usage("upload-without-name", nil)
	}
	reason, skip := intake.Ignore(path.Base(name))
	var id cchc.FileID
	var size int64
	var err error
	if !skip { // nobody would know of the bytes
		id, size, err = p.blobs.Put(ctx, r, cchc.FileID(strings.ToLower(up.SHA256)))
	}
	if err != nil {
		var known *cchc.Error
		if errors.As(err, &known) {
			return intake.Row{}, err
		}
		return intake.Row{}, cchc.OurFault("store-failed", err)
	}
	unit := up.Unit
	if unit == "" {
		unit, _ = intake.Hints("/", "/"+name)
	}
	p.uploading.Lock()
	defer p.uploading.Unlock()
	place, err := p.handPlace(ctx, name, id)
	if err != nil {
		return intake.Row{}, err
	}
	sight := intake.Sight{
		Place: cchc.Place{Path: place, Size: size, ModTime: p.now().UTC().Truncate(time.Second)},
		File:  id, Unit: unit, ByHand: true, Outcome: cchc.StateQueued,
	}
	if skip {
		sight.File, sight.Outcome, sight.Reason = "", cchc.StateIgnored, &reason
	}
	rows, err := p.ledger.ReceiveAll(ctx, actor, []intake.Sight{sight})
	if err != nil {
		return intake.Row{}, err
	}
	if rows[0].Withheld {
		if err := p.blobs.Drop(rows[0].File); err != nil {
			return rows[0], cchc.OurFault("store-failed", err)
		}
	}
	p.Touch()
	p.runs.each(func(t *tally) { t.poke() })
	return rows[0], nil
}

// handPlace is a path no other content came by: two people may send different files of one
// name, and neither replaces the other.
func (p *Pipeline) handPlace(ctx context.Context, name string, id cchc.FileID) (string, error) {
	folder := intake.ByHand + p.now().Format("2006-01-02") + "/"
	ending := path.Ext(name)
	stem := strings.TrimSuffix(name, ending)
	for n := 1; ; n++ {
		place := folder + name
		if n > 1 {
			place = folder + stem + " (" + strconv.Itoa(n) + ")" + ending
		}
		rows, err := p.ledger.Places(ctx, cchc.Everything(), place)
		if err != nil {
			return "", err
		}
		if row, taken := rows[place]; !taken || row.File == id {
			return place, nil
		}
	}
}
