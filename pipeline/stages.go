package pipeline

import (
	"sync/atomic"
	"time"
)

// Stages is the time spent in each stage, summed over all goroutines that work in it.
type Stages struct {
	Originals time.Duration // copying, hashing and syncing what was dropped
	Read      time.Duration // waiting for the reading children
	Describe  time.Duration // particulars, and cutting into passages
	Link      time.Duration // proposing links
	Index     time.Duration
	Record    time.Duration // committing to the record
}

// clocks sum up the stages of a pipeline. They are safe for concurrent use.
type clocks struct {
	originals, read, describe, link, index, record atomic.Int64
}

// since adds the time from start to a clock.
func (p *Pipeline) since(clock *atomic.Int64, start time.Time) {
	clock.Add(int64(p.now().Sub(start)))
}

func (c *clocks) stages() Stages {
	return Stages{
		Originals: time.Duration(c.originals.Load()), Read: time.Duration(c.read.Load()),
		Describe: time.Duration(c.describe.Load()), Link: time.Duration(c.link.Load()),
		Index: time.Duration(c.index.Load()), Record: time.Duration(c.record.Load()),
	}
}

// minus is the time spent between two looks.
func (s Stages) minus(before Stages) Stages {
	return Stages{
		Originals: s.Originals - before.Originals, Read: s.Read - before.Read,
		Describe: s.Describe - before.Describe, Link: s.Link - before.Link,
		Index: s.Index - before.Index, Record: s.Record - before.Record,
	}
}
