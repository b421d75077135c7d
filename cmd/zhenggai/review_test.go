package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"strings"
	"testing"
)

// TestReview serves a dataset as the command does, and comes by the address that it prints.
func TestReview(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("a.txt", []byte(evilNotice), 0o666); err != nil {
		t.Fatal(err)
	}
	if code := run(t.Context(), strings.Fields("convert a.txt -o out --formats ndjson"), nil, io.Discard, io.Discard); code != 0 {
		t.Fatal(code)
	}
	for address, warning := range map[string]string{
		"127.0.0.1:0": "", "localhost:0": "",
		"0.0.0.0:0": "warning: --address 0.0.0.0:0: computers that can reach ",
	} {
		ctx, stop := context.WithCancel(t.Context())
		out, in := io.Pipe()
		var errs bytes.Buffer
		ended := make(chan int, 1)
		go func() {
			ended <- run(ctx, []string{"review", "out", "--no-browser", "--address", address}, nil, in, &errs)
			in.Close()
		}()
		printed, err := bufio.NewReader(out).ReadString('\n')
		go io.Copy(io.Discard, out)
		printed = strings.TrimSpace(printed)
		if err != nil || !strings.HasPrefix(printed, "http://") || !strings.Contains(printed, "/?key=") {
			t.Fatalf("%s: prints %q, %v", address, printed, err)
		}
		base, _, _ := strings.Cut(printed, "?")
		_, port, err := net.SplitHostPort(strings.Trim(strings.TrimPrefix(base, "http://"), "/"))
		if err != nil {
			t.Fatal(err)
		}
		base = "http://127.0.0.1:" + port + "/"
		jar, _ := cookiejar.New(nil) // fails for bad options only
		for i, test := range []struct {
			client  *http.Client
			address string
			code    int
		}{
			{http.DefaultClient, base, http.StatusForbidden},
			{&http.Client{Jar: jar}, strings.Replace(printed, printed[:strings.Index(printed, "?")], base, 1), http.StatusOK},
			{&http.Client{Jar: jar}, base + "notice/0", http.StatusOK},
		} {
			r, err := test.client.Get(test.address)
			if err != nil {
				t.Fatal(err)
			}
			r.Body.Close()
			if r.StatusCode != test.code {
				t.Errorf("%s, %d: %s, want %d", address, i, r.Status, test.code)
			}
		}
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("%s: exit code %d: %s", address, code, &errs)
		}
		if said := errs.String(); !strings.HasPrefix(said, warning) || warning == "" && said != "" || strings.Contains(said, printed[strings.Index(printed, "=")+1:]) {
			t.Errorf("%s says %q", address, said)
		}
	}
}
