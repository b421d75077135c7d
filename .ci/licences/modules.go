package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// platforms are those for which the programs are built.
var platforms = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

// A program is something that is built of this repository.
type program struct {
	name     string
	dir      string   // of its go.mod, from the root
	packages []string // that are built
	file     string   // that it prints

	held   []part // what it holds of others
	listed []part // the modules that are in its go.sum and not in it
}

// A module is one version of a Go module.
type module struct {
	Path, Version string
	Dir           string          // where its files are
	folders       map[string]bool // those with packages or files that a program holds
}

func (m *module) String() string { return m.Path + "@" + m.Version }

// find fills held and listed.
func (p *program) find(d *decisions) error {
	linked, err := p.linked()
	if err != nil {
		return err
	}
	tested, err := p.list("", "-test", "./...", "tool")
	if err != nil {
		return err
	}
	summed, err := p.summed()
	if err != nil {
		return err
	}
	var errs []error
	add := func(list *[]part, m *module) {
		part, err := d.judge(m)
		errs = append(errs, err)
		part.tested = tested[m.String()] != nil
		*list = append(*list, part)
		if m.folders != nil {
			*list = append(*list, d.carriedBy(m.String())...)
		}
	}
	add(&p.held, goItself())
	for _, name := range slices.Sorted(maps.Keys(linked)) {
		add(&p.held, linked[name])
	}
	p.held = append(p.held, d.carriedBy(ownTable)...)
	for _, m := range summed {
		if linked[m.String()] == nil {
			add(&p.listed, m)
		}
	}
	return errors.Join(errs...)
}

// linked returns the modules whose packages the program holds, on any platform.
func (p *program) linked() (map[string]*module, error) {
	all := map[string]*module{}
	for _, platform := range platforms {
		modules, err := p.list(platform, p.packages...)
		if err != nil {
			return nil, err
		}
		for name, m := range modules {
			if all[name] == nil {
				all[name] = m
			}
			maps.Copy(all[name].folders, m.folders)
		}
	}
	return all, nil
}

// list returns the modules of all packages that the given ones need, on a platform or, where it is "", on this one.
func (p *program) list(platform string, args ...string) (map[string]*module, error) {
	cmd := exec.Command("go", append([]string{"list", "-deps", "-json=Dir,EmbedFiles,Module"}, args...)...)
	cmd.Dir = filepath.Join(root, p.dir)
	if goos, arch, ok := strings.Cut(platform, "/"); ok {
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos, "GOARCH="+arch)
	}
	all := map[string]*module{}
	err := decode(cmd, func(pkg struct {
		Dir        string
		EmbedFiles []string
		Module     *module
	},
	) error {
		m := pkg.Module
		if m == nil || m.Version == "" || strings.HasPrefix(m.Path, "zhenggai") {
			return nil // Go's own, or of this repository
		}
		if all[m.String()] == nil {
			m.folders = map[string]bool{}
			all[m.String()] = m
		}
		m = all[m.String()]
		m.folders[pkg.Dir] = true
		for _, file := range pkg.EmbedFiles {
			m.folders[filepath.Dir(filepath.Join(pkg.Dir, file))] = true
		}
		return nil
	})
	return all, err
}

// summed returns every module of go.sum, with its files.
func (p *program) summed() ([]*module, error) {
	sums, err := os.ReadFile(filepath.Join(root, p.dir, "go.sum"))
	if err != nil {
		return nil, err
	}
	var names []string
	for line := range strings.Lines(string(sums)) {
		fields := strings.Fields(line)
		names = append(names, fields[0]+"@"+strings.TrimSuffix(fields[1], "/go.mod"))
	}
	slices.Sort(names)
	cmd := exec.Command("go", append([]string{"mod", "download", "-json"}, slices.Compact(names)...)...)
	cmd.Dir = filepath.Join(root, p.dir)
	var all []*module
	err = decode(cmd, func(m struct {
		module
		Error string
	},
	) error {
		if m.Error != "" {
			return errors.New(m.Error)
		}
		all = append(all, &m.module)
		return nil
	})
	return all, err
}

// goItself returns what every program of Go holds: its runtime and its standard library.
func goItself() *module {
	return &module{Path: "Go", Dir: goRoot(), folders: map[string]bool{}}
}

func goRoot() string {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// decode runs a command and gives each JSON value that it prints to take.
func decode[T any](cmd *exec.Cmd, take func(T) error) error {
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args[:3], " "), err, strings.TrimSpace(errs.String()))
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var v T
		switch err := d.Decode(&v); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if err := take(v); err != nil {
			return err
		}
	}
}
