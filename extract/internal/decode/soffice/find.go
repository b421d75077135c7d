package soffice

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// Variable is the environment variable that names the program of LibreOffice where it is in no usual place, or another
// one than would be found.
const Variable = "ZHENGGAI_SOFFICE"

// find returns the program of LibreOffice.
func find() (string, error) {
	if program := os.Getenv(Variable); program != "" {
		found, err := exec.LookPath(program)
		if err != nil {
			return "", fmt.Errorf("%w: %s names no program: %s", ErrAbsent, Variable, program)
		}
		return filepath.Abs(found)
	}
	for _, name := range []string{"soffice", "libreoffice"} {
		if found, err := exec.LookPath(name); err == nil {
			return found, nil
		}
	}
	for _, pattern := range places(runtime.GOOS) {
		found, err := filepath.Glob(pattern)
		if err == nil && len(found) > 0 {
			return found[len(found)-1], nil // the newest version
		}
	}
	return "", ErrAbsent
}

// places are where LibreOffice installs itself. On Windows the program for the command line is the one that is waited for.
func places(system string) []string {
	switch system {
	case "windows":
		var all []string
		for _, folder := range []string{"ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"} {
			if dir := os.Getenv(folder); dir != "" {
				all = append(all, filepath.Join(dir, "LibreOffice*", "program", "soffice.com"))
			}
		}
		return all
	case "darwin":
		const app = "Applications/LibreOffice.app/Contents/MacOS/soffice"
		return []string{"/" + app, filepath.Join(os.Getenv("HOME"), app)}
	}
	return []string{
		"/opt/libreoffice*/program/soffice", "/usr/lib/libreoffice/program/soffice", "/usr/lib64/libreoffice/program/soffice",
		"/usr/local/lib/libreoffice/program/soffice",
	}
}
