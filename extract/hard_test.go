package extract_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"zhenggai/extract"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// head goes before a body of which only the part in question is given.
const head = "中共甲市乙区委员会关于巡视整改进展情况的通报\n2020年5月21日至7月10日，省委第五巡视组对乙区进行了巡视。现将整改进展情况公布如下。\n"

// TestHardCases reads small notices that are hard in one way each. A line of want names what is looked at and says what
// it is to be, the parts of a list parted by / or a comma.
func TestHardCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "hard", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	var x extract.Extractor
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc, want := hardCase(archive)
			n, err := x.Extract(doc)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(want) {
				key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
				look := hardViews[key]
				if look == nil {
					t.Fatalf("no view %q", key)
				}
				if got := look(n); got != strings.TrimPrefix(value, " ") {
					t.Errorf("%s: got %s, want%s", key, got, value)
				}
			}
		})
	}
}

// hardCase returns the document and the expectations of a case.
func hardCase(archive *txtar.Archive) (doc source.Document, want string) {
	for _, f := range archive.Files {
		switch f.Name {
		case "want":
			want = string(f.Data)
		case "body.txt":
			doc = source.Document{Path: f.Name, Data: append([]byte(head), f.Data...)}
		default:
			doc = source.Document{Path: f.Name, Data: f.Data}
		}
	}
	return doc, want
}

// all joins what f says of the members of a list; "" and an empty list are -.
func all[T any](list []T, sep string, f func(*T) string) string {
	parts := make([]string, len(list))
	for i := range list {
		if parts[i] = f(&list[i]); parts[i] == "" {
			parts[i] = "-"
		}
	}
	if len(parts) == 0 {
		return "-"
	}
	return strings.Join(parts, sep)
}

func only[T any](list []T, keep func(*T) bool) (kept []T) {
	for i := range list {
		if keep(&list[i]) {
			kept = append(kept, list[i])
		}
	}
	return kept
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func inspection(n *model.Notice) model.Inspection {
	if n.Inspection == nil {
		return model.Inspection{}
	}
	return *n.Inspection
}

func quantity(i *model.Indicator) string {
	s := i.Value.String()
	if i.High != nil {
		s += "–" + i.High.String()
	}
	return strings.TrimSpace(s + " " + i.Unit + " " + string(i.Bound))
}

func contact(c *model.Contact) string { return c.Kind + " " + c.Value }

// problemOf returns marker and name of a problem.
func problemOf(n *model.Notice, id string) string {
	for i := range n.Problems {
		if p := &n.Problems[i]; p.ID == id {
			return p.Marker + p.Name
		}
	}
	return ""
}

func totalOf(n *model.Notice, t *model.Total) string {
	value := map[string]string{}
	for i := range n.Indicators {
		value[n.Indicators[i].ID] = n.Indicators[i].Value.String()
	}
	return value[t.Total] + " = " + all(t.Parts, " + ", func(id *string) string { return value[*id] })
}

// completionOf prints what is due, and what is done, under way, outstanding and the rate.
func completionOf(n *model.Notice) func(*model.Completion) string {
	value := map[string]string{"": "-"}
	for i := range n.Indicators {
		value[n.Indicators[i].ID] = n.Indicators[i].Value.String()
	}
	return func(c *model.Completion) string {
		return value[c.Of] + ": " + strings.Join([]string{value[c.Done], value[c.UnderWay], value[c.Outstanding], value[c.Rate]}, " ")
	}
}

func quantitiesThatAre(s model.Status) func(n *model.Notice) string {
	return func(n *model.Notice) string {
		return all(only(n.Indicators, func(i *model.Indicator) bool { return i.Status == s }), ", ", quantity)
	}
}

// hardViews are what a case can look at.
var hardViews = map[string]func(n *model.Notice) string{
	"kind":      func(n *model.Notice) string { return string(n.Kind) },
	"title":     func(n *model.Notice) string { return orDash(n.Title) },
	"published": func(n *model.Notice) string { return orDash(n.Published) },
	"signed":    func(n *model.Notice) string { return orDash(n.Signed) },
	"issuer": func(n *model.Notice) string {
		if n.Issuer == nil {
			return "-"
		}
		return n.Issuer.Name
	},
	"region": func(n *model.Notice) string {
		if n.Region == nil {
			return "-"
		}
		place := n.Region.Code + " " + n.Place()
		if now := n.Region.Now; now != nil {
			place += ", " + now.Code + " " + now.Name + " since " + now.Since
		}
		return place
	},
	"team":     func(n *model.Notice) string { return orDash(inspection(n).Team) },
	"round":    func(n *model.Notice) string { return orDash(inspection(n).Round) },
	"start":    func(n *model.Notice) string { return orDash(inspection(n).Start) },
	"end":      func(n *model.Notice) string { return orDash(inspection(n).End) },
	"feedback": func(n *model.Notice) string { return orDash(inspection(n).Feedback) },
	"problems": func(n *model.Notice) string {
		return all(n.Problems, " / ", func(p *model.Problem) string { return p.Marker + p.Name })
	},
	"responsible": func(n *model.Notice) string {
		return all(n.Problems, " / ", func(p *model.Problem) string { return p.Responsible })
	},
	"deadlines": func(n *model.Notice) string {
		return all(n.Problems, " / ", func(p *model.Problem) string { return p.Deadline })
	},
	"progress": func(n *model.Notice) string {
		return all(n.Problems, " / ", func(p *model.Problem) string { return p.Progress })
	},
	"states": func(n *model.Notice) string {
		text := []rune(n.Text)
		return all(n.Problems, " / ", func(p *model.Problem) string {
			if p.StateSpan == nil {
				return string(p.State)
			}
			return string(p.State) + " " + string(text[p.StateSpan[0]:p.StateSpan[1]])
		})
	},
	"completions": func(n *model.Notice) string { return all(n.Completions, " / ", completionOf(n)) },
	"aspects": func(n *model.Notice) string {
		last := ""
		return all(only(n.Problems, func(p *model.Problem) bool {
			is := p.Aspect != last
			last = p.Aspect
			return is
		}), " / ", func(p *model.Problem) string { return p.Aspect })
	},
	"measures": func(n *model.Notice) string {
		return all(n.Measures, " / ", func(m *model.Measure) string {
			return problemOf(n, m.Problem) + ">" + m.Marker + " " + orDash(m.Title)
		})
	},
	"indicators": func(n *model.Notice) string { return all(n.Indicators, ", ", quantity) },
	"planned":    quantitiesThatAre(model.StatusPlanned),
	"achieved":   quantitiesThatAre(model.StatusAchieved),
	"subjects": func(n *model.Notice) string {
		return all(n.Indicators, " / ", func(i *model.Indicator) string { return i.Subject })
	},
	"totals": func(n *model.Notice) string {
		return all(n.Totals, " / ", func(t *model.Total) string { return totalOf(n, t) })
	},
	"policies": func(n *model.Notice) string {
		return all(n.Policies, " / ", func(p *model.Policy) string { return p.Title })
	},
	"numbers": func(n *model.Notice) string {
		return all(n.Policies, " / ", func(p *model.Policy) string { return p.Number })
	},
	"contacts": func(n *model.Notice) string {
		return all(only(n.Contacts, func(c *model.Contact) bool { return c.Scope == "notice" }), " / ", contact)
	},
	"site": func(n *model.Notice) string {
		return all(only(n.Contacts, func(c *model.Contact) bool { return c.Scope == "site" }), " / ", contact)
	},
	"diagnostics": func(n *model.Notice) string {
		return all(only(n.Diagnostics, func(d *model.Diagnostic) bool {
			switch d.Code { // what every short example lacks
			case "text.unsigned", "region.unknown":
				return d.Code == "text.unsigned" && strings.HasSuffix(n.Text, "，")
			}
			return true
		}), " / ", func(d *model.Diagnostic) string { return d.Code })
	},
}
