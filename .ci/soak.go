//go:build ignore

// Helps .ci/soak: "seconds MS" prints a time for timeout(1), "zip FILE" insists that an archive is whole.
package main

import (
	"archive/zip"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"
)

func main() {
	switch os.Args[1] {
	case "seconds":
		ms, err := strconv.Atoi(os.Args[2])
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%d.%03d\n", ms/1000, max(ms, 1)%1000)
	case "zip":
		if err := whole(os.Args[2]); err != nil {
			log.Fatal(err)
		}
	}
}

// whole reads every file of an archive, whose checksums then count.
func whole(name string) error {
	z, err := zip.OpenReader(name)
	if err != nil {
		return err
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, r); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return nil
}
