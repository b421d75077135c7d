package batch

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
)

// Lanes hand the same things to several takers, each in a goroutine of its own and in order, so that formats are written side by side.
type Lanes[T any] struct {
	ctx    context.Context
	to     []chan T
	errs   []error
	failed atomic.Bool // one of errs is set
	done   sync.WaitGroup
	end    func() // closes the lanes
}

// OpenLanes opens a lane for each taker, in which so many things may wait that those that are faster need not wait for the slowest. A taker
// gets nothing after its error, nor after the context has ended.
func OpenLanes[T any](ctx context.Context, waiting int, takers ...func(T) error) *Lanes[T] {
	l := &Lanes[T]{ctx: ctx, errs: make([]error, len(takers))}
	for i, take := range takers {
		ch := make(chan T, waiting)
		l.to = append(l.to, ch)
		l.done.Go(func() {
			for next := range ch {
				if l.errs[i] != nil || ctx.Err() != nil {
					continue // the rest is let pass
				}
				if l.errs[i] = take(next); l.errs[i] != nil {
					l.failed.Store(true)
				}
			}
		})
	}
	l.end = sync.OnceFunc(func() {
		for _, ch := range l.to {
			close(ch)
		}
	})
	return l
}

// Give hands a thing to all takers. An error of one comes here as soon as it is known, or else with End, and so does the cause of the end of
// the context.
func (l *Lanes[T]) Give(next T) error {
	if l.failed.Load() {
		return l.End()
	}
	for _, ch := range l.to {
		select {
		case ch <- next:
		case <-l.ctx.Done():
			return context.Cause(l.ctx)
		}
	}
	return nil
}

// End waits until all is taken, and returns what went wrong. Nothing may be given after it, nor after an error of Give. It may be called
// again.
func (l *Lanes[T]) End() error {
	l.end()
	l.done.Wait()
	return errors.Join(l.errs...)
}
