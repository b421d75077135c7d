package region

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/rules"
	"zhenggai/model"
)

// Level returns the level of the division whose body has a name: province, prefecture or county. It returns "" where the
// name does not tell. A name such as 市水务局 says of what kind its division is, and where it sits says the rest.
func (g *Gazetteer) Level(name string, sits *model.Region, year int) string {
	if g.isNational(name) {
		return ""
	}
	match, ok := g.Find([]string{name}, year)
	if ok {
		return levelOf(&match.Region)
	}
	if len(match.Ambiguous) > 0 {
		return commonLevel(match.Ambiguous)
	}
	if kind := g.ownKind(name).Word; kind != "" {
		return g.levelOfKind(kind, sits)
	}
	return g.unknownLevel(name[g.lead(name):])
}

// levelOfKind returns the level of a division of a kind. A city's is that of where the body sits.
func (g *Gazetteer) levelOfKind(kind string, sits *model.Region) string {
	i := slices.IndexFunc(g.words.Levels, func(l rules.Level) bool { return slices.Contains(l.Words, kind) })
	switch {
	case i < 0:
		return ""
	case g.words.Levels[i].Level == "district":
		return "county"
	case g.words.Levels[i].Level != "city":
		return g.words.Levels[i].Level
	case sits == nil:
		return ""
	}
	return levelOf(sits)
}

// levelOf returns the level of a division by the deepest of its names.
func levelOf(r *model.Region) string {
	switch {
	case r.County != "":
		return "county"
	case r.Prefecture != "":
		return "prefecture"
	}
	return "province"
}

// commonLevel returns the level that all divisions have, or "".
func commonLevel(regions []model.Region) string {
	level := levelOf(&regions[0])
	for i := range regions {
		if levelOf(&regions[i]) != level {
			return ""
		}
	}
	return level
}

// unknownLevel returns the level of a division that no table names, where its kind is plain: 甲乙县, 丙丁市甲乙区.
func (g *Gazetteer) unknownLevel(name string) string {
	inCity := ""
	for _, city := range g.kinds("city") {
		if n := named(name, city); n > 0 {
			inCity = name[n:]
		}
	}
	is := func(s string) func(string) bool { return func(kind string) bool { return named(s, kind) > 0 } }
	if slices.ContainsFunc(g.kinds("county"), is(name)) || slices.ContainsFunc(slices.Concat(g.kinds("county"), g.kinds("district")), is(inCity)) {
		return "county"
	}
	return ""
}

// kinds returns the kinds of the divisions of a level.
func (g *Gazetteer) kinds(level string) []string {
	for _, l := range g.words.Levels {
		if l.Level == level {
			return l.Words
		}
	}
	return nil
}

// named returns the length of the name of a division of a kind with which a text begins, or 0.
func named(s, kind string) int {
	const shortest, longest = 2, 6 // characters before the kind
	own, _, ok := strings.Cut(s, kind)
	if n := utf8.RuneCountInString(own); ok && n >= shortest && n <= longest {
		return len(own) + len(kind)
	}
	return 0
}
