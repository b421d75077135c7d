package pipeline

import (
	"context"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

// A worker is the same program started anew, which gets the names of types and DoFns and has to know them before main begins. The
// registration is therefore the one thing that this module does in init.
func init() {
	for _, value := range []any{Source{}, Item{}, Line{}, Figures{}, Profiled{}, Gathered{}} {
		beam.RegisterType(reflect.TypeOf(value))
	}
	register.DoFn4x1[context.Context, []byte, func(Source), func(string, Line), error](&findFn{})
	register.DoFn4x0[context.Context, Source, func(int, Item), func(string, Line)](&readFn{})
	register.DoFn5x1[context.Context, int, func(*Item) bool, func(int, Figures), func(string, Line), error](&writeFn{})
	register.DoFn3x1[context.Context, int, Gathered, error](&compareFn{})
	register.DoFn3x1[context.Context, string, func(*Line) bool, error](&linesFn{})
	register.Combiner2[Gathered, Figures](&gatherFn{})
	register.Emitter1[Source]()
	register.Emitter2[int, Item]()
	register.Emitter2[int, Figures]()
	register.Emitter2[string, Line]()
	register.Iter1[Item]()
	register.Iter1[Line]()
}
