// Command licences lists the software and data of others that the programs of this repository hold, and that their go.sum
// files name, with the licence of each:
//
//	go run -C .ci/licences . [-diff]
//
// It writes THIRD-PARTY.md, and for each program the file third-party.txt that the program prints, with the texts of all
// licences and notices. It fails, and names the module, where a licence is unknown or not among those of accepted.txt.
// With -diff it writes nothing and fails where a file would change.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// root is the root of the repository, seen from the folder of this command.
var root = filepath.Join("..", "..")

// programs are what a release holds.
var programs = []program{
	{name: "zhenggai", dir: ".", packages: []string{"./cmd/zhenggai"}, file: "cmd/zhenggai/third-party.txt"},
	{
		name: "zhenggai-beam", dir: "cmd/zhenggai-beam", file: "cmd/zhenggai-beam/third-party.txt",
		packages: []string{".", "github.com/apache/beam/sdks/v2/go/container"}, // the second is the boot program of its image
	},
}

func main() {
	diff := flag.Bool("diff", false, "write nothing, and fail where a file would change")
	flag.Parse()
	if err := run(*diff); err != nil {
		for line := range strings.Lines(err.Error()) {
			fmt.Fprintf(os.Stderr, "error: %s\n", strings.TrimSuffix(line, "\n"))
		}
		os.Exit(1)
	}
}

func run(diff bool) error {
	files, err := pages()
	if err != nil {
		return err
	}
	var errs []error
	for name, data := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		old, err := os.ReadFile(path)
		switch {
		case err != nil && !os.IsNotExist(err):
			errs = append(errs, err)
		case bytes.Equal(old, data):
		case diff:
			errs = append(errs, fmt.Errorf("%s is behind the modules; go run -C .ci/licences . rewrites it:%s", name, changes(string(old), string(data))))
		default:
			errs = append(errs, os.WriteFile(path, data, 0o666))
		}
	}
	return errors.Join(errs...)
}

// pages returns the content of each file that is to be written, by its path.
func pages() (map[string][]byte, error) {
	d, err := readDecisions(".")
	if err != nil {
		return nil, err
	}
	var errs []error
	files := map[string][]byte{}
	for i := range programs {
		p := &programs[i]
		errs = append(errs, p.find(d))
		files[p.file] = notices(p)
	}
	if err := errors.Join(append(errs, d.unused()...)...); err != nil {
		return nil, err
	}
	files["THIRD-PARTY.md"] = page(programs)
	return files, nil
}

// changes returns some lines that differ, each on a line of its own.
func changes(old, now string) string {
	const most = 10
	var b strings.Builder
	shown := 0
	list := func(sign, text, other string) {
		for line := range strings.Lines(text) {
			if shown < most && !strings.Contains(other, line) {
				shown++
				b.WriteString("\n" + sign + " " + strings.TrimSuffix(line, "\n"))
			}
		}
	}
	list("-", old, now)
	list("+", now, old)
	return b.String()
}
