package xlsx

import (
	"fmt"
	"os"
	"testing"
	"time"
	"zhenggai/model"
)

func TestSample(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		var ns []*model.Notice
		for i := range 4 {
			ns = append(ns, notice(fmt.Sprint("n", i)))
		}
		start := time.Now()
		p := write(t, Options{Lang: lang}, formatLimits, ns...)
		t.Log(time.Since(start))
		b, _ := os.ReadFile(p)
		t.Log(len(b))
		os.WriteFile("/tmp/sample-"+lang+".xlsx", b, 0o666)
	}
}
