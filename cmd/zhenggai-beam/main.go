// Command zhenggai-beam extracts notices as zhenggai does, on as many machines as an Apache Beam runner has: on this one, Flink, Spark
// or Dataflow.
package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/metrics"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/memfs" // those of gs:// and local files come with beamx
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/s3"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"

	"zhenggai/cmd/zhenggai-beam/internal/pipeline"
)

const usage = `zhenggai-beam reads rectification notices on many machines and writes what they say as sharded files.

Usage:
  zhenggai-beam --output FOLDER [flags] SOURCE...

A SOURCE is a file, a folder or a glob, as for zhenggai convert, or a glob of a store such as gs://bucket/crawl/*.warc.gz or s3://….
Flags stand before sources. Workers must see local files under the same paths. FOLDER gets

  records/      a notice a line, as in notices.ndjson
  tables/T/     a row a line of each table, districts, comparison and topics included
  parquet/T/    the tables of notices, with --formats parquet
  failures/     documents of which nothing came, and why; skipped/ and duplicates/ are what was left out

Examples:
  zhenggai-beam --output out seeds
  zhenggai-beam --output out --formats ndjson,parquet --shards 64 'crawl/*.warc.gz'
  zhenggai-beam --output gs://bucket/out --manifest gs://bucket/list.txt --shards 500 \
    --runner dataflow --project P --region R --staging_location gs://bucket/staging --sdk_container_image IMAGE
  zhenggai-beam --output /shared/out --runner universal --endpoint localhost:8099 \
    --environment_type EXTERNAL --environment_config localhost:50000 /shared/crawl

Exit codes: 0 all well; 1 some documents failed, the rest is written; 2 a mistake in the command line; 3 the job failed.

Flags:
`

// thirdParty lists the software and data of others that the program holds, with their licences and notices. .ci/licences
// makes it.
//
//go:embed third-party.txt
var thirdParty string

// Exit codes that scripts can use; they are those of zhenggai.
const (
	exitFailures = 1
	exitUsage    = 2
	exitNothing  = 3
)

// command is what the command line says.
type command struct {
	options   pipeline.Options
	formats   string
	rules     string
	overwrite bool
	licences  bool
}

// define adds the command's own flags to a set.
func (c *command) define(flags *flag.FlagSet) {
	flags.StringVar(&c.options.Output, "output", "", "`folder` to write (required)")
	flags.StringVar(&c.options.Manifest, "manifest", "", "`file` that names a source a line; what belongs to one notice must be named by one line")
	flags.IntVar(&c.options.Shards, "shards", 8, "files of each table; a shard is extracted by one worker, for which 2,000 notices are enough")
	flags.StringVar(&c.formats, "formats", pipeline.NDJSON, "formats of the tables, with commas: ndjson, parquet")
	flags.StringVar(&c.rules, "rules", "", "`folder` of tables to lay over the built-in ones; they go to the workers with the job")
	flags.BoolVar(&c.overwrite, "overwrite", false, "remove the files of an earlier job from the folder")
	flags.BoolVar(&c.licences, "licences", false, "print the licences and notices of all that the program holds, and do nothing else")
	flags.DurationVar(&c.options.Time, "give-up", time.Minute, "after which a document whose reading does not end is given up")
	flags.DurationVar(&c.options.Extract.Time, "limit-time", 0, "for one document; a slower one is refused. 0 is as for zhenggai")
	flags.Int64Var(&c.options.Source.Document, "limit-bytes", 0, "of one document; a larger one is refused. 0 is as for zhenggai")
}

// finish completes the options by the sources and what the flags name.
func (c *command) finish(sources []string) error {
	c.options.Sources = sources
	c.options.Extract.Bytes = c.options.Source.Document
	c.options.Formats = strings.FieldsFunc(c.formats, func(r rune) bool { return r == ',' })
	if err := c.options.Check(); err != nil {
		return err
	}
	if i := slices.IndexFunc(sources, func(s string) bool { return strings.HasPrefix(s, "-") }); i >= 0 {
		return fmt.Errorf("%s stands behind a source; flags stand before them", sources[i])
	}
	if c.rules == "" {
		return nil
	}
	var err error
	if c.options.Rules, err = pipeline.PackRules(os.DirFS(c.rules)); err != nil {
		return fmt.Errorf("--rules %s: %w", c.rules, err)
	}
	return nil
}

func main() {
	var c command
	own := flag.NewFlagSet("zhenggai-beam", flag.ContinueOnError)
	c.define(own)
	own.VisitAll(func(f *flag.Flag) { flag.Var(f.Value, f.Name, f.Usage) }) // beside those of Beam
	flag.Usage = func() { printUsage(flag.CommandLine.Output(), own) }
	flag.Parse()
	beam.Init() // does not return where Beam has started the program as a worker
	os.Exit(run(context.Background(), &c, flag.Args(), os.Stdout, os.Stderr))
}

// printUsage prints the command's own flags, and then those of Beam by their names.
func printUsage(w io.Writer, own *flag.FlagSet) {
	fmt.Fprint(w, usage)
	own.SetOutput(w)
	own.PrintDefaults()
	var names []string
	flag.VisitAll(func(f *flag.Flag) {
		if own.Lookup(f.Name) == nil {
			names = append(names, "--"+f.Name)
		}
	})
	fmt.Fprintf(w, "\nFlags of Beam and its runners, which https://beam.apache.org/documentation/runners explains:\n  %s\n", strings.Join(names, " "))
}

// run carries the command out and returns the exit code.
func run(ctx context.Context, c *command, sources []string, out, errs io.Writer) int {
	if c.licences {
		return printLicences(out, errs)
	}
	if err := c.finish(sources); err != nil {
		fmt.Fprintf(errs, "error: %v\nhint: zhenggai-beam --help says how it is used\n", err)
		return exitUsage
	}
	if err := pipeline.Clear(ctx, c.options.Output, c.overwrite); err != nil {
		fmt.Fprintf(errs, "error: %v\n", err)
		if errors.Is(err, pipeline.ErrNotEmpty) {
			fmt.Fprintln(errs, "hint: name another folder, or remove them with --overwrite")
		}
		return exitUsage
	}
	p, s := beam.NewPipelineWithRoot()
	pipeline.Build(s, c.options)
	result, err := beamx.RunWithMetrics(ctx, p)
	if err != nil {
		fmt.Fprintf(errs, "error: the job failed: %v\nhint: files of shards that ended are in %s; run it again with --overwrite\n", err, c.options.Output)
		return exitNothing
	}
	if !*jobopts.Async { // or else the job goes on
		if err := pipeline.Tidy(ctx, c.options.Output); err != nil {
			fmt.Fprintf(errs, "error: what the steps laid aside cannot be removed: %v\n", err)
		}
	}
	counted := counters(result)
	for _, name := range slices.Sorted(maps.Keys(counted)) {
		fmt.Fprintf(out, "%s %d\n", name, counted[name])
	}
	if counted[pipeline.Failures] > 0 {
		fmt.Fprintf(errs, "error: %d documents failed\n", counted[pipeline.Failures])
		fmt.Fprintf(errs, "hint: the others are written; %s/%s lists the reasons\n", strings.TrimSuffix(c.options.Output, "/"), pipeline.Failures)
		return exitFailures
	}
	return 0
}

func printLicences(out, errs io.Writer) int {
	if _, err := io.WriteString(out, thirdParty); err != nil {
		fmt.Fprintf(errs, "error: %v\n", err)
		return exitNothing
	}
	return 0
}

// counters returns what the runner says was counted, which is nothing where it does not wait for the job.
func counters(r beam.PipelineResult) map[string]int64 {
	sums := map[string]int64{}
	if r == nil {
		return sums
	}
	own := r.Metrics().Query(func(m beam.MetricResult) bool { return m.Namespace() == pipeline.Namespace })
	for _, c := range own.Counters() {
		sums[c.Name()] += c.Result()
	}
	for _, d := range own.Distributions() {
		addDistribution(sums, d)
	}
	return sums
}

// addDistribution adds the mean and the largest value of a distribution.
func addDistribution(sums map[string]int64, d metrics.DistributionResult) {
	if v := d.Result(); v.Count > 0 {
		sums[d.Name()+".mean"] = v.Sum / v.Count
		sums[d.Name()+".max"] = max(sums[d.Name()+".max"], v.Max)
	}
}
