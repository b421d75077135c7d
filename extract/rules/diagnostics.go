package rules

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhenggai/model"
)

// Diagnostics are the words of everything doubtful that the program tells of.
type Diagnostics struct {
	Rows []Diagnostic // in the order of the table

	index map[diagnosticKey]int // of Rows
}

// A Diagnostic is what a code tells, or one of the cases that it tells of.
type Diagnostic struct {
	Code, Case string // the case is "" where the code has one message only, or in the usual case
	Severity   string // info, warning or error
	Args       []string
	Message    model.Label // with the names of arguments in braces: {marker}, or {heading:q} for one in quotation marks
	Advice     model.Label // what to do

	zh, en template
}

type diagnosticKey struct{ code, which string }

// Word gives diagnostics that are a code with arguments their severity and their message in English.
func (d *Diagnostics) Word(list []model.Diagnostic) {
	for i := range list {
		said := &list[i]
		said.Severity, said.Message = "warning", said.Code // where the table does not know it: tests see to it that it does
		if row := d.row(said); row != nil {
			said.Severity, said.Message = row.Severity, row.en.fill(said.Args, "en")
		}
	}
}

// Message returns the message of a diagnostic that is a code with arguments in both languages. Without a row it is the code.
func (d *Diagnostics) Message(said *model.Diagnostic) model.Label {
	row := d.row(said)
	if row == nil {
		return model.Label{ZH: said.Code, EN: said.Code}
	}
	return model.Label{ZH: row.zh.fill(said.Args, "zh"), EN: row.en.fill(said.Args, "en")}
}

// row returns the row of a diagnostic, or nil.
func (d *Diagnostics) row(said *model.Diagnostic) *Diagnostic {
	if i, ok := d.index[diagnosticKey{said.Code, said.Case}]; ok {
		return &d.Rows[i]
	}
	return nil
}

var diagnosticsTable = Table{
	Name: "diagnostics.tsv", Says: "the severity and the words of a code of diagnostics, and what to do", Key: []string{"code", "case"}, Fixed: []string{"args"},
	Columns: []Column{
		{"code", Type{Name: "a code"}, "", true},
		{"case", textType, "which of its messages, where a code has several", false},
		{"severity", oneOf("info", "warning", "error"), "", true},
		{"args", wordsType, "the names of its arguments", false},
		{"message_zh", Type{Name: "text with arguments in braces"}, "{x}, or {x:q} for one in quotation marks", true},
		{"message_en", Type{Name: "text with arguments in braces"}, "", true},
		{"advice_zh", textType, "what to do", true},
		{"advice_en", textType, "", true},
	},
}

// loadDiagnostics reads the table. What a code is and which arguments it has is the program's to say.
func loadDiagnostics(from tables) (*Diagnostics, Errors) {
	d := &Diagnostics{index: map[diagnosticKey]int{}}
	errs := from.each(&diagnosticsTable, func(r *Row) {
		made := Diagnostic{
			Code: r.Get("code"), Case: r.Get("case"), Severity: r.Get("severity"), Args: r.List("args"),
			Message: model.Label{ZH: r.Get("message_zh"), EN: r.Get("message_en")},
			Advice:  model.Label{ZH: r.Get("advice_zh"), EN: r.Get("advice_en")},
		}
		made.zh, made.en = r.template("message_zh", made.Args), r.template("message_en", made.Args)
		d.index[diagnosticKey{made.Code, made.Case}] = len(d.Rows)
		d.Rows = append(d.Rows, made)
	})
	return d, errs
}

// A template is a message: text and the places of arguments by turns.
type template []templatePart

// A templatePart is a text, with an argument behind it unless arg is "".
type templatePart struct {
	text, arg string
	quoted    bool
}

// template reads the field of the named column, in which each of args must stand and no other.
func (r *Row) template(column string, args []string) template {
	t, err := parseTemplate(r.Get(column))
	if err != nil {
		r.fail(column, "%v", err)
	}
	for _, part := range t {
		if part.arg != "" && !slices.Contains(args, part.arg) {
			r.fail(column, "no argument is named {%s}", part.arg)
		}
	}
	for _, arg := range args {
		if !slices.ContainsFunc(t, func(part templatePart) bool { return part.arg == arg }) {
			r.fail(column, "the argument {%s} is missing", arg)
		}
	}
	return t
}

func parseTemplate(s string) (template, error) {
	var t template
	for {
		text, rest, found := strings.Cut(s, "{")
		if strings.Contains(text, "}") {
			return nil, errors.New("} without {")
		}
		if !found {
			return append(t, templatePart{text: text}), nil
		}
		name, behind, closed := strings.Cut(rest, "}")
		arg, quoted := strings.CutSuffix(name, ":q")
		if !closed || arg == "" || strings.Contains(arg, "{") {
			return nil, fmt.Errorf("{ without a name and }")
		}
		t, s = append(t, templatePart{text, arg, quoted}), behind
	}
}

// fill returns the message with its arguments, in a language.
func (t template) fill(args model.Args, lang string) string {
	var b strings.Builder
	for _, part := range t {
		b.WriteString(part.text)
		if part.arg == "" {
			continue
		}
		value := show(args[part.arg], lang)
		if part.quoted {
			value = strconv.Quote(value)
		}
		b.WriteString(value)
	}
	return b.String()
}

// show prints an argument.
func show(value any, lang string) string {
	switch value := value.(type) {
	case string:
		return value
	case model.Label:
		return value.In(lang)
	case []string:
		if lang == "zh" {
			return strings.Join(value, "、")
		}
		return strings.Join(value, ", ")
	}
	return fmt.Sprint(value)
}
