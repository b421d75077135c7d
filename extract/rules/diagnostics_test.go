package rules

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zhenggai/model"
)

// A making is a place in the source where a diagnostic is made: model.Diagnostic{Code: "outline.gap", Args: model.Args{"marker": m}}.
type making struct {
	place string
	key   diagnosticKey
	args  []string
	wrong string // why it cannot be read
}

// makings finds the places of a file where diagnostics are made.
func makings(files *token.FileSet, file *ast.File) (found []making) {
	add := func(lit *ast.CompositeLit) {
		if len(lit.Elts) > 0 {
			m := readMaking(lit)
			m.place = files.Position(lit.Pos()).String()
			found = append(found, m)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		if isModel(lit.Type, "Diagnostic") {
			add(lit)
		}
		if list, ok := lit.Type.(*ast.ArrayType); ok && isModel(list.Elt, "Diagnostic") {
			for _, e := range lit.Elts {
				if element, ok := e.(*ast.CompositeLit); ok && element.Type == nil {
					add(element)
				}
			}
		}
		return true
	})
	return found
}

// isModel reports whether an expression is a type of the package model.
func isModel(e ast.Expr, name string) bool {
	s, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, ok := s.X.(*ast.Ident)
	return ok && pkg.Name == "model" && s.Sel.Name == name
}

// readMaking reads the code, the case and the names of the arguments of a diagnostic.
func readMaking(lit *ast.CompositeLit) (m making) {
	for _, e := range lit.Elts {
		field, ok := e.(*ast.KeyValueExpr)
		if !ok {
			m.wrong = "a field has no name"
			return m
		}
		switch name := field.Key.(*ast.Ident).Name; name {
		case "Code":
			m.key.code = m.text(field.Value)
		case "Case":
			m.key.which = m.text(field.Value)
		case "Args":
			args, ok := field.Value.(*ast.CompositeLit)
			if !ok || !isModel(args.Type, "Args") {
				m.wrong = "Args are not written out"
				return m
			}
			for _, a := range args.Elts {
				m.args = append(m.args, m.text(a.(*ast.KeyValueExpr).Key))
			}
		case "Span":
		default:
			m.wrong = name + " is the table's to say"
		}
	}
	return m
}

// text returns the text that an expression is, or takes note that it is none.
func (m *making) text(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		s, _ := strconv.Unquote(lit.Value)
		return s
	}
	m.wrong = "a code, a case or the name of an argument is no text"
	return ""
}

// breaches says in what places of the source and rows of the table do not fit.
func breaches(made []making, rows []Diagnostic) (list []string) {
	used := map[diagnosticKey]bool{}
	for _, m := range made {
		used[m.key] = true
		i := slices.IndexFunc(rows, func(d Diagnostic) bool { return diagnosticKey{d.Code, d.Case} == m.key })
		switch {
		case m.wrong != "":
			list = append(list, m.place+": "+m.wrong)
		case i < 0:
			list = append(list, fmt.Sprintf("%s: diagnostics.tsv has no row for the code %q and the case %q", m.place, m.key.code, m.key.which))
		case !slices.Equal(slices.Sorted(slices.Values(m.args)), slices.Sorted(slices.Values(rows[i].Args))):
			list = append(list, fmt.Sprintf("%s: the arguments are %q, those of its row in diagnostics.tsv %q", m.place, m.args, rows[i].Args))
		}
	}
	for _, d := range rows {
		if !used[diagnosticKey{d.Code, d.Case}] {
			list = append(list, fmt.Sprintf("diagnostics.tsv: nothing makes the code %q with the case %q", d.Code, d.Case))
		}
	}
	return list
}

// TestDiagnosticsAreMade insists that each diagnostic that the program makes has a row with its arguments, and that each row is used.
func TestDiagnosticsAreMade(t *testing.T) {
	files, root := token.NewFileSet(), filepath.Join("..", "..")
	var made []making
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != root || d.Name() == "modeltest") { // it invents records
			return fs.SkipDir
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(source), "model.Diagnostic{") {
			return err
		}
		file, err := parser.ParseFile(files, path, source, parser.SkipObjectResolution)
		if err == nil {
			made = append(made, makings(files, file)...)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range breaches(made, Default().Diagnostics.Rows) {
		t.Error(b)
	}
}

// TestBreaches insists that the test above sees each way in which source and table do not fit.
func TestBreaches(t *testing.T) {
	rows := []Diagnostic{{Code: "a.b"}, {Code: "a.b", Case: "more", Args: []string{"x", "y"}}}
	both := `model.Diagnostic{Code: "a.b", Span: s}, []model.Diagnostic{{Code: "a.b", Case: "more", Args: model.Args{"y": 1, "x": 2}}}, []model.Diagnostic{}`
	for _, test := range []struct{ made, want string }{
		{both, ""},
		{both + `, model.Diagnostic{Code: "a.c"}`, `a.go:1:170: diagnostics.tsv has no row for the code "a.c" and the case ""`},
		{both + `, &model.Diagnostic{Code: code}`, "a code, a case or the name of an argument is no text"},
		{both + `, model.Diagnostic{Code: "a.b", Args: args}`, "Args are not written out"},
		{both + `, model.Diagnostic{Code: "a.b", Message: "x"}`, "Message is the table's to say"},
		{both + `, model.Diagnostic{"warning"}`, "a field has no name"},
		{both + `, model.Diagnostic{Code: "a.b", Case: "more", Args: model.Args{"x": 1}}`, `the arguments are ["x"], those of its row in diagnostics.tsv ["x" "y"]`},
		{`model.Diagnostic{Code: "a.b"}`, `nothing makes the code "a.b" with the case "more"`},
	} {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, "a.go", "package a; func f() { g("+test.made+") }", 0)
		if err != nil {
			t.Fatal(err)
		}
		got := breaches(makings(files, file), rows)
		if test.want == "" && len(got) > 0 || test.want != "" && (len(got) != 1 || !strings.Contains(got[0], test.want)) {
			t.Errorf("%s: %q, want %q", test.made, got, test.want)
		}
	}
}

// TestMessages words diagnostics whose arguments are not plain text.
func TestMessages(t *testing.T) {
	for _, test := range []struct {
		said   model.Diagnostic
		zh, en string
	}{
		{model.Diagnostic{Code: "title.missing"}, "没有找到标题", "no title was found"},
		{
			model.Diagnostic{Code: "outline.gap", Args: model.Args{"marker": "（四）", "wanted": 3}},
			"（四） 处序号应为 3", "（四） follows where number 3 was to come",
		},
		{
			model.Diagnostic{Code: "problem.worded_as_task", Args: model.Args{"heading": "加强\"两个\"\t建设"}},
			`标题 "加强\"两个\"\t建设" 写的是任务，不是问题`, `the heading "加强\"两个\"\t建设" states a task and no problem`,
		},
		{
			model.Diagnostic{Code: "region.unknown", Case: "ambiguous", Args: model.Args{"places": []string{"江苏省", "河南省"}}},
			"发布单位可能在不止一个行政区：江苏省、河南省", "the issuer may sit in more than one division: 江苏省, 河南省",
		},
		{
			model.Diagnostic{Code: "correction.passed_over", Args: model.Args{"line": 4, "why": model.Label{ZH: "没有编号", EN: "it has no id"}}},
			"第 4 行更正未采用：没有编号", "line 4 is passed over: it has no id",
		},
		{
			model.Diagnostic{Code: "total.disagrees", Args: model.Args{"total": "30户", "sum": model.Int(25)}},
			"30户 的各分项之和为 25", "the parts of 30户 come to 25",
		},
		{model.Diagnostic{Code: "no.such"}, "no.such", "no.such"},
	} {
		words := Default().Diagnostics
		if got := words.Message(&test.said); got.ZH != test.zh || got.EN != test.en {
			t.Errorf("%s: %q, %q", test.said.Code, got.ZH, got.EN)
		}
		list := []model.Diagnostic{test.said}
		if words.Word(list); list[0].Message != test.en || list[0].Severity != "warning" {
			t.Errorf("%s becomes %+v", test.said.Code, list[0])
		}
	}
}

// TestDiagnosticsOfOnesOwn words one diagnostic anew and keeps the words of the others.
func TestDiagnosticsOfOnesOwn(t *testing.T) {
	head, _ := header(t, "diagnostics.tsv")
	set, err := Load(overlay("diagnostics.tsv", head+"outline.gap\t\tinfo\tmarker|wanted\t{marker}，缺 {wanted}\t{marker}, without {wanted}\t核对\tcheck\n"))
	if err != nil {
		t.Fatal(err)
	}
	list := []model.Diagnostic{{Code: "outline.gap", Args: model.Args{"marker": "三、", "wanted": 2}}, {Code: "title.missing"}}
	set.Diagnostics.Word(list)
	if list[0].Severity != "info" || list[0].Message != "三、, without 2" || list[1].Message != "no title was found" {
		t.Errorf("%+v", list)
	}
	if len(set.Diagnostics.Rows) != len(Default().Diagnostics.Rows) {
		t.Error("rows are lost")
	}
}
