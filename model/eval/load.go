package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"zhenggai/model"
)

// codesFile lies beside annotations and lists in its first column the metrics that the annotators chose from.
const codesFile = "codes.tsv"

// ReadGoldFiles reads one annotation, or all *.json files of a folder and its sub-folders in the order of their paths.
// A codes.tsv beside an annotation gives its Codes.
func ReadGoldFiles(path string) ([]*Gold, error) {
	files, err := jsonFiles(path)
	if err != nil {
		return nil, fmt.Errorf("eval: annotations: %w", err)
	}
	var golds []*Gold
	for _, file := range files {
		g, err := readGoldFile(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		golds = append(golds, g)
	}
	if len(golds) == 0 {
		return nil, fmt.Errorf("eval: %s: no annotations (*.json)", path)
	}
	return golds, nil
}

func readGoldFile(path string) (*Gold, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	g, err := ReadGold(f)
	if err != nil {
		return nil, err
	}
	if g.Codes, err = readCodes(filepath.Join(filepath.Dir(path), codesFile)); err != nil {
		return nil, err
	}
	return g, g.readTables(filepath.Dir(path))
}

// readCodes reads the first column of a table, or returns nil where there is no such file.
func readCodes(path string) (map[string]bool, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	codes := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		if code, _, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(line, "#") {
			codes[code] = true
		}
	}
	return codes, err
}

// CompareFiles judges the output folder out of a run by the annotations in gold, a file or a folder. An annotation
// belongs to the notice whose source has the base name of its document. Notices without an annotation are not judged.
//
// It fails where no annotated document is in the output at all, and where two different notices could be the annotated one.
func CompareFiles(gold, out string) ([]*Report, error) {
	golds, err := ReadGoldFiles(gold)
	if err != nil {
		return nil, err
	}
	given, err := readNotices(filepath.Join(out, "notices"))
	if err != nil {
		return nil, err
	}
	cells, err := readCells(out)
	if err != nil {
		return nil, err
	}
	var reports []*Report
	found := 0
	for _, g := range golds {
		n, err := given.only(baseName(g.Document))
		if err != nil {
			return nil, err
		}
		if n != nil {
			found++
		}
		r := Compare(g, n)
		if n != nil && cells != nil {
			r.JudgeCells(g, cells[n.ID])
		}
		reports = append(reports, r)
	}
	if found == 0 {
		return nil, fmt.Errorf("eval: %s: none of the %d annotated documents is among its notices", out, len(golds))
	}
	return reports, nil
}

// noticeFiles holds the notices of an output folder by the base name of their source.
type noticeFiles map[string][]*model.Notice

// only returns the notice of that name, or nil. The same content at several paths is one notice.
func (f noticeFiles) only(name string) (*model.Notice, error) {
	list := f[name]
	if len(list) == 0 {
		return nil, nil
	}
	for _, n := range list[1:] {
		if n.ID != list[0].ID {
			return nil, fmt.Errorf("eval: %s: two notices have that name: %s and %s; run them into folders of their own",
				name, list[0].Source.Path, n.Source.Path)
		}
	}
	return list[0], nil
}

func readNotices(dir string) (noticeFiles, error) {
	files, err := jsonFiles(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("eval: %w; give the output folder of zhenggai convert", err)
	}
	if err != nil {
		return nil, fmt.Errorf("eval: notices: %w", err)
	}
	byName := make(noticeFiles)
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("eval: notices: %w", err)
		}
		n := new(model.Notice)
		if err := json.Unmarshal(b, n); err != nil {
			return nil, fmt.Errorf("eval: %s: %w", file, err)
		}
		if err := model.CheckVersion(n.Schema); err != nil {
			return nil, fmt.Errorf("eval: %s: %w", file, err)
		}
		name := baseName(n.Source.Path)
		byName[name] = append(byName[name], n)
	}
	return byName, nil
}

// baseName returns the last part of a path, which may be a path inside an archive: a.zip!b.html.
func baseName(path string) string {
	return path[strings.LastIndexAny(path, `/\!`)+1:]
}

// jsonFiles returns path itself, or where it is a folder the *.json files under it.
func jsonFiles(path string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !entry.IsDir() && (file == path || filepath.Ext(file) == ".json") {
			files = append(files, file)
		}
		return nil
	})
	return files, err
}
