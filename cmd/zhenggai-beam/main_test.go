package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"

	"zhenggai/cmd/zhenggai-beam/internal/pipeline"
)

func TestMain(m *testing.M) { os.Exit(ptest.MainRetWithDefault(m, "prism")) }

// carriedOut parses a command line as main does and carries it out, on Beam's local runner.
func carriedOut(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var c command
	flags := flag.NewFlagSet("zhenggai-beam", flag.ContinueOnError)
	c.define(flags)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), &c, flags.Args(), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func TestMistakes(t *testing.T) {
	full := t.TempDir()
	if err := os.MkdirAll(full+"/records", 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full+"/records/part-00000-of-00001-a.ndjson", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		"error: no source is named":                      {"--output", "out"},
		"error: no folder to write is named":             {"seeds"},
		"error: -x stands behind a source":               {"--output", "out", "seeds", "-x"},
		"error: --formats: no format \"xlsx\"":           {"--output", "out", "--formats", "xlsx", "seeds"},
		"error: --rules nowhere":                         {"--output", "out", "--rules", "nowhere", "seeds"},
		"hint: name another folder, or remove them with": {"--output", full, "seeds"},
		"scheme \"nfs\" not registered":                  {"--output", "nfs://a", "seeds"},
	} {
		if code, _, errs := carriedOut(t, args...); code != exitUsage || !strings.Contains(errs, want) {
			t.Errorf("%v: exit code %d, %s; want %s", args, code, errs, want)
		}
	}
}

func TestLicences(t *testing.T) {
	code, out, errs := carriedOut(t, "--licences")
	for _, want := range []string{"zhenggai-beam is under the Apache License 2.0", "\ngithub.com/apache/beam/sdks/v2 v"} {
		if code != 0 || errs != "" || !strings.Contains(out, want) {
			t.Errorf("exit code %d, %s%.300s; want %q", code, errs, out, want)
		}
	}
}

func TestUsage(t *testing.T) {
	var c command
	own := flag.NewFlagSet("zhenggai-beam", flag.ContinueOnError)
	c.define(own)
	var b bytes.Buffer
	printUsage(&b, own)
	for _, want := range []string{"Examples:", "-shards int", "--environment_type", "--sdk_container_image", "--runner"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the help has no %s:\n%s", want, b.String())
		}
	}
	own.VisitAll(func(f *flag.Flag) {
		if flag.Lookup(f.Name) != nil {
			t.Errorf("Beam has a flag --%s too", f.Name)
		}
	})
}

// TestDocumentedFlags insists that all flags of the documentation are there.
func TestDocumentedFlags(t *testing.T) {
	doc, err := os.ReadFile("../../docs/distributed.md")
	if err != nil {
		t.Fatal(err)
	}
	var c command
	own := flag.NewFlagSet("zhenggai-beam", flag.ContinueOnError)
	c.define(own)
	for line := range strings.Lines(strings.ReplaceAll(string(doc), "\\\n", " ")) { // long commands go on in the next line
		_, args, ok := strings.Cut(line, "zhenggai-beam --")
		if !ok || !strings.HasPrefix(line, "$ ") {
			continue
		}
		for _, word := range strings.Fields("--" + args) {
			name, isFlag := strings.CutPrefix(word, "--")
			name, _, _ = strings.Cut(name, "=")
			if isFlag && own.Lookup(name) == nil && flag.Lookup(name) == nil {
				t.Errorf("%s: no flag --%s", strings.TrimSpace(line), name)
			}
		}
	}
}

func TestRun(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	code, stdout, errs := carriedOut(t, "--output", out, "--formats", "ndjson,parquet", "../../seeds")
	if code != 0 || !strings.Contains(stdout, "notices 1\n") || !strings.Contains(stdout, "indicators 63\n") {
		t.Errorf("exit code %d\n%s%s", code, stdout, errs)
	}
	if aside, _ := filepath.Glob(out + "/" + pipeline.Aside); len(aside) > 0 {
		t.Error("what the steps laid aside is left")
	}
	broken := filepath.Join(t.TempDir(), "broken.pdf")
	if err := os.WriteFile(broken, []byte("%PDF-1.7"), 0o666); err != nil {
		t.Fatal(err)
	}
	code, stdout, errs = carriedOut(t, "--output", out, "--overwrite", "../../seeds", broken)
	if code != exitFailures || !strings.Contains(stdout, "failures 1\n") || !strings.Contains(errs, "hint: the others are written; "+out+"/failures") {
		t.Errorf("exit code %d\n%s%s", code, stdout, errs)
	}
	if parts, _ := filepath.Glob(out + "/parquet/*/*"); len(parts) > 0 {
		t.Errorf("%d files of the earlier job are left", len(parts))
	}
	code, _, errs = carriedOut(t, "--output", filepath.Join(t.TempDir(), "other"), "nowhere")
	if code != exitNothing || !strings.Contains(errs, "error: the job failed") {
		t.Errorf("exit code %d\n%s", code, errs)
	}
}
