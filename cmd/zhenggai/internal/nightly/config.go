// Package nightly turns a growing folder of notices into dated datasets, night after night: each is written whole or not at
// all, only what is new is extracted, and every dataset says what differs from the one before.
package nightly

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"zhenggai/cmd/zhenggai/internal/limits"
	"zhenggai/extract/dataset"
)

//go:embed config.yaml
var example string

// Example returns a commented configuration.
func Example() []byte {
	list := func(names []string) string { return strings.Join(names, ", ") }
	return []byte(strings.NewReplacer("{all}", list(dataset.FormatNames()), "{default}", list(dataset.DefaultFormats())).Replace(example))
}

// A Config is what a configuration file says. The example explains each key.
type Config struct {
	Sources          []string          `yaml:"sources"`
	Output           string            `yaml:"output"`
	Formats          []string          `yaml:"formats"`
	Lang             string            `yaml:"lang"`
	BOM              bool              `yaml:"csv_bom"`
	Rules            string            `yaml:"rules"`
	Corrections      string            `yaml:"corrections"`
	Jobs             int               `yaml:"jobs"`
	Limits           map[string]string `yaml:"limits"`
	Keep             Keep              `yaml:"keep"`
	MaxWithdrawn     Percent           `yaml:"max_withdrawn"`
	Metrics          string            `yaml:"metrics"`
	Log              string            `yaml:"log"`
	OnFailure        []string          `yaml:"on_failure"`
	OnFailureTimeout time.Duration     `yaml:"on_failure_timeout"`

	limits limits.Flag
}

// A Keep says which datasets stay.
type Keep struct {
	Last    int `yaml:"last"`    // the last ones; 0 means all
	Monthly int `yaml:"monthly"` // the last of each month, of so many months
}

// A Percent is a share in per cent, such as 20%.
type Percent float64

// UnmarshalYAML reads a share.
func (p *Percent) UnmarshalYAML(node *yaml.Node) error {
	digits, ok := strings.CutSuffix(node.Value, "%")
	n, err := strconv.ParseFloat(digits, 64)
	if !ok || err != nil || !(n >= 0 && n <= 100) {
		return &lineError{node.Line, node.Value + " is no share; want one such as 20%"}
	}
	*p = Percent(n)
	return nil
}

// defaults are what the keys that a file lacks say.
func defaults() Config {
	return Config{
		Formats: dataset.DefaultFormats(), Lang: "zh", Keep: Keep{Last: 30, Monthly: 12}, MaxWithdrawn: 20, OnFailureTimeout: time.Minute,
	}
}

// Load reads a configuration file. Its errors name file, line and key.
func Load(file string) (*Config, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s: no such file", file)
	}
	if err != nil {
		return nil, err
	}
	c, err := parse(data)
	if err != nil {
		if _, ok := errors.AsType[*lineError](err); ok {
			return nil, fmt.Errorf("%s:%w", file, err)
		}
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	c.resolve(filepath.Dir(file))
	return c, nil
}

// A lineError is a mistake at a line.
type lineError struct {
	line int
	what string
}

func (e *lineError) Error() string { return fmt.Sprintf("%d: %s", e.line, e.what) }

func parse(data []byte) (*Config, error) {
	c := defaults()
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&c); err != nil {
		return nil, located(err)
	}
	if err := dec.Decode(new(Config)); err == nil {
		return nil, errors.New("a second document follows behind ---; want one")
	}
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return nil, located(err)
	}
	return &c, c.check(&root)
}

var (
	atLine  = regexp.MustCompile(`line (\d+): (.*)`)
	unknown = regexp.MustCompile(`^field (\S+) not found in type \S+`)
)

// located gives an error of the library the form of ours.
func located(err error) error {
	if _, ok := errors.AsType[*lineError](err); ok {
		return err
	}
	m := atLine.FindStringSubmatch(err.Error())
	if m == nil {
		if strings.HasSuffix(err.Error(), "EOF") {
			return errors.New("the file says nothing; zhenggai nightly init writes one")
		}
		return err
	}
	line, _ := strconv.Atoi(m[1]) // digits
	if u := unknown.FindStringSubmatch(m[2]); u != nil {
		return &lineError{line, fmt.Sprintf("unknown key %s; the keys are %s", u[1], strings.Join(keys(), ", "))}
	}
	return &lineError{line, m[2]}
}

// keys returns the keys of the outermost level.
func keys() []string {
	var list []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		if key := f.Tag.Get("yaml"); key != "" {
			list = append(list, key)
		}
	}
	return list
}

// check looks for mistakes in values.
func (c *Config) check(root *yaml.Node) error {
	fail := func(key, format string, args ...any) error {
		return &lineError{lineOf(root, key), fmt.Sprintf(format, args...)}
	}
	switch {
	case len(c.Sources) == 0 || slices.Contains(c.Sources, ""):
		return fail("sources", "sources: want files, folders or globs")
	case slices.Contains(c.Sources, "-"):
		return fail("sources", "sources: standard input is none for a job")
	case c.Output == "":
		return fail("output", "output: want a folder")
	case c.Keep.Last < 0 || c.Keep.Monthly < 0:
		return fail("keep", "keep: want 0 or more")
	case len(c.OnFailure) > 0 && c.OnFailure[0] == "":
		return fail("on_failure", "on_failure: want a program")
	case c.OnFailureTimeout <= 0:
		return fail("on_failure_timeout", "on_failure_timeout: want a time such as 1m")
	}
	for name, value := range c.Limits {
		if err := c.limits.Set(name + "=" + value); err != nil {
			return fail(name, "limits: %v", err)
		}
	}
	options := c.options()
	if err := options.Check(); err != nil {
		key, _, _ := strings.Cut(err.Error(), " ")
		return fail(strings.TrimSuffix(key, ":"), "%v", err)
	}
	return nil
}

// lineOf returns the line of a key on whatever level, or 1 where it is not there.
func lineOf(n *yaml.Node, key string) int {
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && child.Value == key {
			return child.Line
		}
		if child.Kind == yaml.MappingNode || child.Kind == yaml.DocumentNode {
			if line := lineOf(child, key); line > 1 {
				return line
			}
		}
	}
	return 1
}

// resolve makes paths relative to the folder of the file.
func (c *Config) resolve(dir string) {
	at := func(path string) string {
		if path == "" || filepath.IsAbs(path) {
			return path
		}
		return filepath.Join(dir, path)
	}
	for i := range c.Sources {
		c.Sources[i] = at(c.Sources[i])
	}
	c.Output, c.Rules, c.Corrections, c.Metrics, c.Log = at(c.Output), at(c.Rules), at(c.Corrections), at(c.Metrics), at(c.Log)
}

// options returns what the file says of datasets.
func (c *Config) options() dataset.Options {
	return dataset.Options{RulesDir: c.Rules, Corrections: c.Corrections, Formats: c.Formats, Lang: c.Lang, BOM: c.BOM, Jobs: c.Jobs, Limits: c.limits.Limits}
}
