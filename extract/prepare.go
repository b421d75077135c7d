package extract

import (
	"sync"

	"zhenggai/extract/internal/contact"
	"zhenggai/extract/internal/fact"
	"zhenggai/extract/internal/kind"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/policy"
	"zhenggai/extract/internal/problem"
	"zhenggai/extract/internal/region"
	"zhenggai/extract/internal/table"
	"zhenggai/extract/internal/words"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// prepared is what an Extractor makes of its rules before the first notice. Nothing is made that no notice needs.
type prepared struct {
	once       sync.Once
	rules      *rules.Set
	words      *lexicon.Lexicon // what indicators, contacts and kinds look for in a text, found in one pass
	indicators *fact.Indicators
	contactsIn *contact.Finder
	policiesIn *policy.Finder
	kinds      *kind.Finder
	gazetteer  func() *region.Gazetteer
	segmenter  func() *words.Segmenter
	topics     func() *problem.Topics
	scratches  sync.Pool // of *scratch
}

// scratch is memory that one reading needs and leaves to the next.
type scratch struct {
	hits   []lexicon.Hit
	reader *fact.Reader
	cells  *table.Reader
	made   []model.Indicator // while their number is not known
}

func (x *Extractor) prepare() {
	x.once.Do(func() {
		set := x.Rules
		if set == nil {
			set = rules.Default()
		}
		x.prepared.rules = set
		x.gazetteer = sync.OnceValue(func() *region.Gazetteer { return region.New(set.Divisions, set.Regions) })
		x.segmenter = sync.OnceValue(func() *words.Segmenter { return mustSegment(set.Words) })
		go x.segmenter() // nearly every notice needs it, and it takes as long as all else
		x.topics = sync.OnceValue(func() *problem.Topics { return problem.NewTopics(set.Topics, x.segmenter()) })
		x.words = lexicon.New()
		x.indicators = fact.NewIndicators(set.Quantities, set.Tries, x.words, x.segmenter)
		x.kinds = kind.New(set.Kinds, x.words)
		x.scratches.New = func() any {
			return &scratch{reader: x.indicators.Reader(), cells: table.NewReader(x.indicators, x.words)}
		}
		x.policiesIn = policy.New(set.Actions, set.Quantities, x.words)
		x.contactsIn = contact.New(set.Contacts, x.words)
	})
}

// mustSegment makes the segmenter. Its words were checked when the tables were loaded, so it cannot fail.
func mustSegment(list []rules.Word) *words.Segmenter {
	s, err := words.New(list)
	if err != nil {
		panic(err)
	}
	return s
}
