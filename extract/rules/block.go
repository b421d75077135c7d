package rules

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// A block is what a file of blocks says of one key: its head, and lines that are indented under it.
type block struct {
	head  []string // words of the first line, quotation marks taken off
	lines []blockLine
	file  string
	line  int
}

// A blockLine is one line of a block: the word that says what it is, and the rest.
type blockLine struct {
	key, rest string
	line      int
}

// blockFile is a file of blocks while it is read. All mistakes are kept.
type blockFile struct {
	name    string
	over    bool     // a user's files are laid over it
	replace bool     // it takes the place of the built-in file of its name
	all     bool     // it takes the place of all built-in files
	taken   []taken  // codes that it takes out: -CODE
	dropped []string // codes of its own that a user's files take out or say anew
	sets    map[string][]string
	setLine map[string]int
	blocks  []block
	errs    Errors
}

// replaceMark is the first line of a user's file that takes the place of the built-in one of its name instead of adding to it.
const replaceMark = "# replace"

// replaceAllMark is that of a file that takes the place of all built-in ones.
const replaceAllMark = "# replace all"

// code returns the first word of a block's head.
func (b *block) code() string {
	if len(b.head) == 0 {
		return ""
	}
	return b.head[0]
}

// extends reports whether a block adds parts to a metric that is there.
func (b *block) extends() bool { return strings.HasPrefix(b.code(), "+") }

func (f *blockFile) fail(line int, column, format string, args ...any) {
	f.errs = append(f.errs, &Error{f.name, line, column, fmt.Errorf(format, args...)})
}

// readBlocks reads a file of blocks:
//
//	# a comment
//	set NAME word word
//	-CODE
//	CODE head of a block
//	  key  what it says
func readBlocks(fsys fs.FS, name string) *blockFile {
	text, err := readFile(fsys, name)
	f := parseBlocks(name, text)
	if err != nil {
		f.fail(0, "", "%w", err)
	}
	return f
}

func parseBlocks(name, text string) *blockFile {
	f := &blockFile{name: name, sets: map[string][]string{}, setLine: map[string]int{}}
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		number++
		line = strings.ReplaceAll(strings.TrimRight(line, " \t\r\n"), "\t", " ")
		if err := stopped(line); err != nil {
			f.fail(number, "", "%w", err)
			return f // what follows would give a mistake a line
		}
		if number == 1 {
			f.all = line == replaceAllMark
			f.replace = f.all || line == replaceMark
		}
		if line = withoutComment(line); line != "" {
			f.add(line, number)
		}
	}
	return f
}

// withoutComment cuts off what stands after a # at the head of a line or after a blank. In the clauses of yes and no a # is text.
func withoutComment(line string) string {
	text := strings.TrimSpace(line)
	if strings.HasPrefix(text, "#") {
		return ""
	}
	if strings.HasPrefix(text, "yes ") || strings.HasPrefix(text, "no ") {
		return line
	}
	line, _, _ = strings.Cut(line, " #")
	return strings.TrimRight(line, " ")
}

func (f *blockFile) add(line string, number int) {
	text := strings.TrimSpace(line)
	key, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	removed, isRemoved := strings.CutPrefix(text, "-")
	switch {
	case (text != line || text == partMark) && len(f.blocks) == 0:
		f.fail(number, "", "%q belongs to a block, but no block is open above it", text)
	case text != line || text == partMark:
		last := &f.blocks[len(f.blocks)-1]
		last.lines = append(last.lines, blockLine{key, rest, number})
	case key == "set":
		f.addSet(rest, number)
	case isRemoved:
		f.remove(strings.TrimSpace(removed), number)
	default:
		f.addBlock(text, number)
	}
}

// partMark is the line that opens another part of a block.
const partMark = "or"

// remove notes that a built-in metric is to go.
func (f *blockFile) remove(code string, number int) {
	if !metricCode.MatchString(code) {
		f.fail(number, "", "a metric is taken out by a line of its own: -education.school_places")
		return
	}
	f.taken = append(f.taken, taken{code, number})
}

// A taken is a code that a user takes out, and the line that says so.
type taken struct {
	code string
	line int
}

func (f *blockFile) addSet(rest string, number int) {
	name, words, _ := strings.Cut(rest, " ")
	if name == "" || strings.TrimSpace(words) == "" {
		f.fail(number, "set", "a set is a name and words: set recover 收回 追收")
		return
	}
	if strings.Contains(words, "@") {
		f.fail(number, "set", "a set holds words, no other set")
	}
	f.sets[name] = append(f.sets[name], blanks(words)...)
	f.setLine[name] = number
}

func (f *blockFile) addBlock(text string, number int) {
	head, err := splitHead(text)
	if err != nil {
		f.fail(number, "", "%w", err)
	}
	f.blocks = append(f.blocks, block{head: head, file: f.name, line: number})
}

// splitHead parts a line at its blanks, but for those between quotation marks.
func splitHead(text string) ([]string, error) {
	var words []string
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		if text[0] == '"' {
			quoted, err := strconv.QuotedPrefix(text)
			if err != nil {
				return words, fmt.Errorf("%s has no closing quotation mark", text)
			}
			words, text = append(words, strings.Trim(quoted, `"`)), text[len(quoted):]
			continue
		}
		word, rest, _ := strings.Cut(text, " ")
		words, text = append(words, word), rest
	}
	return words, nil
}

// A wordSets holds the sets of all files by name, and which were used.
type wordSets struct {
	words map[string][]string
	used  map[string]bool
}

// noSeparators are signs that look as if they parted words. No word of a metric holds one.
const noSeparators = "|&,;，、；＋\u00a0\u200b\u3000"

// words returns the words of a line, those of a set in the place of @NAME.
func (f *blockFile) words(l blockLine, sets *wordSets) []string {
	var list []string
	for _, word := range blanks(l.rest) {
		name, isSet := strings.CutPrefix(word, "@")
		switch {
		case !isSet:
			list = append(list, word)
		case sets.words[name] == nil:
			f.fail(l.line, l.key, "no set is named %q", name)
		default:
			sets.used[name] = true
			list = append(list, sets.words[name]...)
		}
	}
	if len(list) == 0 {
		f.fail(l.line, l.key, "missing")
	}
	seen := make(map[string]bool, len(list))
	for _, word := range list {
		if seen[word] {
			f.fail(l.line, l.key, "%q stands twice", word)
		}
		seen[word] = true
		if strings.ContainsAny(word, noSeparators) {
			f.fail(l.line, l.key, "%q: words are parted by blanks, and + joins those that must all be near", word)
		}
	}
	return list
}

// blanks parts a line at its blanks. A wide blank parts nothing: it is told as a mistake.
func blanks(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' })
}
