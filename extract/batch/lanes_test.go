package batch_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"zhenggai/extract/batch"
)

// TestLanes hands numbers to three takers, one of which fails.
func TestLanes(t *testing.T) {
	full := errors.New("full")
	var a, b, c []int
	take := func(list *[]int, fails int) func(int) error {
		return func(i int) error {
			*list = append(*list, i)
			if i == fails {
				return full
			}
			return nil
		}
	}
	lanes := batch.OpenLanes(t.Context(), 2, take(&a, -1), take(&b, 3), take(&c, -1))
	var err error
	for i := 0; err == nil && i < 100; i++ {
		err = lanes.Give(i)
	}
	if again := lanes.End(); !errors.Is(err, full) || !errors.Is(again, full) {
		t.Errorf("errors %v and %v", err, again)
	}
	if !slices.Equal(b, []int{0, 1, 2, 3}) || !slices.IsSorted(a) || len(a) < 4 || !slices.Equal(a, c) {
		t.Errorf("taken: %v, %v, %v", a, b, c)
	}
}

// TestLanesEnd ends the context while a taker does not take.
func TestLanesEnd(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	why, held := errors.New("enough"), make(chan bool)
	lanes := batch.OpenLanes(ctx, 1, func(int) error { <-held; return nil })
	var err error
	for i := 0; err == nil && i < 5; i++ {
		if i == 2 {
			cancel(why)
		}
		err = lanes.Give(i)
	}
	close(held)
	if last := lanes.End(); !errors.Is(err, why) || last != nil {
		t.Errorf("errors %v and %v", err, last)
	}
}
