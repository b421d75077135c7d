//go:build !linux && !darwin

package dataset

import "errors"

// exchange exchanges two folders in one step, which the system cannot.
func exchange(_, _ string) error { return errors.ErrUnsupported }
