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
	for _, value := range []any{Source{}, Member{}, Record{}, Line{}, Figures{}, Body{}, Told{}} {
		beam.RegisterType(reflect.TypeOf(value))
	}
	register.DoFn4x1[context.Context, []byte, func(Source), func(string, Line), error](&findFn{})
	register.DoFn5x0[context.Context, Source, func(int, Record), func(Member), func(string, Line)](&readFn{})
	register.DoFn4x0[context.Context, Member, func(int, Record), func(string, Line)](&extractFn{})
	register.DoFn5x1[context.Context, int, func(*Record) bool, func(string, Figures), func(string, Line), error](&writeFn{})
	register.DoFn3x0[string, Told, func(string, Line)](&tellFn{})
	register.DoFn3x1[context.Context, string, func(*Line) bool, error](&linesFn{})
	register.Combiner3[Body, Figures, Told](&compareFn{})
	register.Emitter1[Source]()
	register.Emitter1[Member]()
	register.Emitter2[int, Record]()
	register.Emitter2[string, Line]()
	register.Emitter2[string, Figures]()
	register.Iter1[Record]()
	register.Iter1[Line]()
}
