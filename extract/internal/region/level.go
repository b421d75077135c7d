package region

import (
	"strings"
	"unicode/utf8"

	"zhenggai/model"
)

// Level returns the level of the division whose body has a name: province, prefecture or county. It returns "" where the
// name does not tell. A name such as 市水务局 says of what kind its division is, and where it sits says the rest.
func (g *Gazetteer) Level(name string, sits *model.Region, year int) string {
	if isNational(name) {
		return ""
	}
	match, ok := g.Find([]string{name}, year)
	if ok {
		return levelOf(&match.Region)
	}
	if len(match.Ambiguous) > 0 {
		return commonLevel(match.Ambiguous)
	}
	switch ownKind(name) {
	case "省", "自治区":
		return "province"
	case "州", "盟", "自治州":
		return "prefecture"
	case "区", "县", "旗", "自治县", "自治旗":
		return "county"
	case "市":
		if sits != nil {
			return levelOf(sits)
		}
		return ""
	}
	return unknownLevel(name[lead(name):])
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
func unknownLevel(name string) string {
	city, inCity, _ := strings.Cut(name, "市")
	if named(name, "县") || named(name, "旗") || inCity != "" && named(city+"市", "市") && named(inCity, "区") {
		return "county"
	}
	return ""
}

// named reports whether a text begins with a name of a division of a kind.
func named(s, kind string) bool {
	const shortest, longest = 2, 6 // characters
	own, _, ok := strings.Cut(s, kind)
	n := utf8.RuneCountInString(own)
	return ok && n >= shortest && n <= longest
}
