package main

import (
	"runtime"
	"runtime/debug"
	"syscall"
)

// largePages asks for the memory that the heap is going to use as pages of 2 MB instead of 4 KB. A program that has just
// started touches all of its memory for the first time, and in a virtual machine each page costs up to 15 µs.
//
// Go offers no way to say so: it is said of a block as large as the heap may become, which is given back before anything
// has touched it. A system without such pages refuses, and nothing is lost.
func largePages() {
	debug.SetGCPercent(-1) // else the block begins a collection by itself, and a second one has to follow
	block := make([]byte, heapLimit)
	_ = syscall.Madvise(block, syscall.MADV_HUGEPAGE)
	runtime.GC() // the heap goes on where the block was
}
