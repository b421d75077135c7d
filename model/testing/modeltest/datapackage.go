package modeltest

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A resource is what a descriptor says of a file, as far as rows can break it.
type resource struct {
	Name, Path string
	Rows       int
	Schema     struct {
		Fields      []describedField
		PrimaryKey  []string
		ForeignKeys []struct {
			Fields    []string
			Reference struct {
				Resource string
				Fields   []string
			}
		}
	}
}

type describedField struct {
	Name, Type  string
	Constraints struct {
		Required bool
		Pattern  string
		Enum     []string
	}
}

// CheckPackage checks the files of a data package against its descriptor, as a reader of the standard would: columns, types,
// constraints and keys.
func CheckPackage(folder string) error {
	b, err := os.ReadFile(filepath.Join(folder, "datapackage.json"))
	if err != nil {
		return err
	}
	var p struct{ Resources []resource }
	if err := json.Unmarshal(b, &p); err != nil {
		return err
	}
	keys := map[string]map[string]bool{} // the primary keys of each table
	tables := map[string][][]string{}
	var errs []error
	for _, r := range p.Resources {
		records, err := readCSV(filepath.Join(folder, r.Path))
		if err != nil {
			return err
		}
		tables[r.Name] = records
		keys[r.Name] = map[string]bool{}
		errs = append(errs, r.checkFields(records), r.checkKeys(records, keys[r.Name]))
	}
	for _, r := range p.Resources {
		errs = append(errs, r.checkReferences(tables[r.Name], keys))
	}
	return errors.Join(errs...)
}

// readCSV reads a file with or without a byte order mark.
func readCSV(name string) ([][]string, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll()
}

func (r *resource) checkFields(records [][]string) error {
	if len(records) != r.Rows+1 || len(records[0]) != len(r.Schema.Fields) {
		return fmt.Errorf("%s: %d rows of %d fields, want %d of %d", r.Path, len(records)-1, len(records[0]), r.Rows, len(r.Schema.Fields))
	}
	var errs []error
	for i, f := range r.Schema.Fields {
		if records[0][i] != f.Name {
			errs = append(errs, fmt.Errorf("%s: column %s, want %s", r.Path, records[0][i], f.Name))
		}
		pattern := (*regexp.Regexp)(nil)
		if f.Constraints.Pattern != "" {
			pattern = regexp.MustCompile(f.Constraints.Pattern)
		}
		for _, record := range records[1:] {
			if err := f.check(record[i], pattern); err != nil {
				errs = append(errs, fmt.Errorf("%s: field %s: %w", r.Path, f.Name, err))
			}
		}
	}
	return errors.Join(errs...)
}

// check checks a value of a field. The pattern is nil where there is none.
func (f *describedField) check(s string, pattern *regexp.Regexp) (err error) {
	if s == "" {
		if f.Constraints.Required {
			return errors.New("it is required")
		}
		return nil
	}
	switch f.Type {
	case "integer":
		_, err = strconv.ParseInt(s, 10, 64)
	case "number":
		_, err = strconv.ParseFloat(s, 64)
	case "boolean":
		_, err = strconv.ParseBool(s)
	}
	if err != nil {
		return err
	}
	if f.Constraints.Enum != nil && !slices.Contains(f.Constraints.Enum, s) || pattern != nil && !pattern.MatchString(s) {
		return fmt.Errorf("it may not be %q", s)
	}
	return nil
}

// cells returns the values of a record in the named columns, and whether all but that of the notice are empty.
func cells(header, record, names []string) (key string, empty bool) {
	var values []string
	empty = true
	for _, name := range names {
		value := record[slices.Index(header, name)]
		values = append(values, value)
		empty = empty && (value == "" || name == "notice_id" && len(names) > 1)
	}
	return strings.Join(values, "\x00"), empty
}

// checkKeys checks that no two rows have the same primary key, and gathers these.
func (r *resource) checkKeys(records [][]string, seen map[string]bool) error {
	if r.Schema.PrimaryKey == nil {
		return nil
	}
	for _, record := range records[1:] {
		key, _ := cells(records[0], record, r.Schema.PrimaryKey)
		if seen[key] {
			return fmt.Errorf("%s: the key %q stands twice", r.Path, key)
		}
		seen[key] = true
	}
	return nil
}

// checkReferences checks that the rows are there that others name.
func (r *resource) checkReferences(records [][]string, keys map[string]map[string]bool) error {
	for _, k := range r.Schema.ForeignKeys {
		to := k.Reference.Resource
		if to == "" {
			to = r.Name
		}
		for _, record := range records[1:] {
			if key, empty := cells(records[0], record, k.Fields); !empty && !keys[to][key] {
				return fmt.Errorf("%s: %s names %q, which %s does not have", r.Path, strings.Join(k.Fields, ", "), key, to)
			}
		}
	}
	return nil
}
