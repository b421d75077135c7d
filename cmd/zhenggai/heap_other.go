//go:build !linux

package main

// largePages does nothing where the system chooses the size of pages by itself.
func largePages() {}
