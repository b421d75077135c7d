// Package pipeline extracts notices on many machines: the way of the command zhenggai, from sources to records, as an Apache Beam
// pipeline.
//
//	find ─▶ read ─▶ documents by shard ─▶ extract, files of records and tables ─▶ bodies by shard ─▶ districts side by side
//
// Documents go to shards by their bytes, so that the copies of one come together, and only then are extracted: names travel, and not
// what was made of the documents, which is much longer. All that a shard holds goes to files whose names depend on the job and the shard
// only, in the order of the sources. A bundle that a runner does again therefore writes the same files again, and a document that comes
// twice gives one record.
package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"zhenggai/extract"
	"zhenggai/extract/source"
)

// The formats of tables. Records are always written as NDJSON.
const (
	NDJSON  = "ndjson"
	Parquet = "parquet"
)

// Options say what a pipeline does. They go to the workers as JSON, since no memory is shared with them.
type Options struct {
	Sources  []string       // files, folders and globs, local or with the scheme of a file system that Beam knows
	Manifest string         // a file that names a source a line, or ""
	Output   string         // folder, local or with a scheme
	Shards   int            // files of each table
	Formats  []string       // of the tables
	Rules    []byte         // a ZIP archive of the tables laid over the built-in ones, or nil
	Extract  extract.Limits // what a document may cost
	Source   source.Limits  // what a source may cost
	Time     time.Duration  // after which a document is given up
}

// mostShards keeps the names of files as long as each other.
const mostShards = 99_999

// Check looks for mistakes.
func (o *Options) Check() error {
	switch {
	case len(o.Sources) == 0 && o.Manifest == "":
		return errors.New("no source is named; name files, folders or globs, or a --manifest of them")
	case o.Output == "":
		return errors.New("no folder to write is named; name one with --output")
	case o.Shards < 1 || o.Shards > mostShards:
		return fmt.Errorf("--shards: %d is not between 1 and %d", o.Shards, mostShards)
	case o.Time <= 0:
		return fmt.Errorf("--give-up: %v is no time; want one such as 1m", o.Time)
	}
	for _, f := range o.Formats {
		if f != NDJSON && f != Parquet {
			return fmt.Errorf("--formats: no format %q; the formats are %s, %s", f, NDJSON, Parquet)
		}
	}
	return nil
}

func (o *Options) has(format string) bool { return slices.Contains(o.Formats, format) }

// local reports whether a path names a file of the machine and not one of a store.
func local(path string) bool { return !strings.Contains(path, "://") }

// job names what is done, so that files of another job in the same folder do not pass for those of this one.
func (o *Options) job() string {
	key := *o
	key.Output = ""
	data, err := json.Marshal(key)
	if err != nil {
		panic(err) // strings and numbers only
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:4])
}

// part names the file of a shard.
func (o *Options) part(folder string, shard, shards int, ending string) string {
	return fmt.Sprintf("%s/part-%05d-of-%05d-%s.%s", folder, shard, shards, o.job(), ending)
}

// Build adds everything to a scope: what the options name is read, and their folder written.
func Build(s beam.Scope, o Options) {
	start := beam.Impulse(s.Scope("start"))
	found, lines := beam.ParDo2(s.Scope("find"), &findFn{Options: o}, start)
	// The sources of one search go to all workers.
	spread := beam.Reshuffle(s.Scope("spread"), found)
	items, more := beam.ParDo2(s.Scope("read"), &readFn{Options: o}, spread)

	shards := beam.GroupByKey(s.Scope("shards"), items)
	figures, outcomes := beam.ParDo2(s.Scope("write"), &writeFn{Options: o}, shards)
	bodies := beam.CombinePerKey(s.Scope("bodies"), &gatherFn{}, figures)
	beam.ParDo0(s.Scope("compare"), &compareFn{Options: o}, bodies)

	files := beam.GroupByKey(s.Scope("files"), beam.Flatten(s, lines, more, outcomes))
	beam.ParDo0(s.Scope("list"), &linesFn{Options: o}, files)
}
