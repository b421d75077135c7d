package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"zhenggai/extract"
	"zhenggai/extract/dataset"
	"zhenggai/model"
	"zhenggai/model/corrections"
	"zhenggai/model/eval"
	"zhenggai/model/jsonl"
)

// goldFlags are the flags of zhenggai gold.
type goldFlags struct {
	out         string
	corrections string
	all         bool
	rules       string
}

func newGoldCommand() *cobra.Command {
	var f goldFlags
	cmd := &cobra.Command{
		Use:   "gold OUT -o FOLDER",
		Short: "Export checked notices as annotations for eval",
		Long: `gold writes an annotation, as eval reads it, of each notice of a dataset that somebody has looked at: those that corrections
are about, with the corrections laid over them. An annotation says that what is in it is right; that nothing is missing only the
person who has read the notice can say.

Exit codes: 0 all well; 2 a mistake in the command line, or no dataset; 3 the files cannot be written.`,
		Example: `  zhenggai gold out --corrections corrections.ndjson -o gold
  zhenggai eval gold out`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &exitError{exitUsage, errors.New("gold needs one dataset"), "zhenggai gold OUT --corrections corrections.ndjson -o FOLDER"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.out, "output", "o", "", "folder to write annotations to (required)")
	flags.StringVar(&f.corrections, "corrections", "corrections.ndjson", "file of corrections")
	flags.BoolVar(&f.all, "all", false, "all notices, not only those that corrections are about")
	flags.StringVar(&f.rules, "rules", "", "folder of tables to lay over the built-in ones")
	return cmd
}

func (f *goldFlags) run(cmd *cobra.Command, out string) error {
	if f.out == "" {
		return &exitError{exitUsage, errors.New("no folder to write is named"), "name one: zhenggai gold OUT -o FOLDER"}
	}
	if err := outsideJob("-o", f.out); err != nil {
		return err
	}
	set, err := loadRules(f.rules)
	if err != nil {
		return err
	}
	known := dataset.CorrectionRules(set)
	list, passed, err := corrections.ReadFile(f.corrections, known)
	if err != nil {
		return &exitError{exitUsage, err, ""}
	}
	printPassedOver(cmd.ErrOrStderr(), f.corrections, passed)
	checked := corrections.NewSet(list, passed, known)
	if err := os.MkdirAll(f.out, 0o777); err != nil {
		return &exitError{exitNothing, err, ""}
	}
	written := 0
	for n, err := range jsonl.Read(filepath.Join(out, jsonl.File)) {
		if err != nil {
			return noDataset(out, err)
		}
		if of, _ := checked.Apply(n, time.Now().Add(extract.DefaultLimits.Time)); len(of) == 0 && !f.all {
			continue
		}
		if err := f.write(n); err != nil {
			return &exitError{exitNothing, err, ""}
		}
		written++
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s → %s\n", counted(written, "annotation"), filepath.ToSlash(f.out))
	return err
}

// write writes the annotation of a notice, which has the name of its document. One that is there already is somebody's work.
func (f *goldFlags) write(n *model.Notice) error {
	g := eval.Annotate(n)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(g); err != nil {
		return err
	}
	name := strings.TrimSuffix(g.Document, filepath.Ext(g.Document)) + ".json"
	if !filepath.IsLocal(name) {
		return fmt.Errorf("%q is no file name", name)
	}
	file, err := os.OpenFile(filepath.Join(f.out, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(b.Bytes())
	return errors.Join(err, file.Close())
}
