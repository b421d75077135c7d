package dataset

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// MakerOf names what makes records: this program, the tables laid over its own, and the limits.
func MakerOf(o Options) (string, error) {
	program, err := ProgramOf(o.Version)
	if err != nil {
		return "", err
	}
	tables, err := hashRules(o.RulesDir)
	return fmt.Sprintf("%s %v %+v %+v", program, tables, o.Limits.Source, o.Limits.Extract), err
}

// ProgramOf names this program.
func ProgramOf(version string) (string, error) {
	program, err := executableHash()
	if err != nil {
		return "", fmt.Errorf("the program cannot be read: %w", err)
	}
	return fmt.Sprintf("%s %x", version, program), nil
}

// executableHash tells builds of one version apart. It is taken once, since a night that begins anew asks again.
var executableHash = sync.OnceValues(hashExecutable)

func hashExecutable() ([]byte, error) {
	path, err := os.Executable()
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	return h.Sum(nil), errors.Join(err, f.Close())
}
