package decode

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// webArchived returns the page in a web archive (.mht), as programs put it into Word documents, and all else as it is.
func webArchived(data []byte) []byte {
	if head := bytes.TrimLeft(data[:min(len(data), 64)], "\ufeff \t\r\n"); !hasPrefixFold(head, "MIME-Version:") {
		return data
	}
	message, err := mail.ReadMessage(bytes.NewReader(bytes.TrimLeft(data, "\ufeff \t\r\n")))
	if err != nil {
		return data
	}
	kind, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") {
		return data
	}
	parts := multipart.NewReader(message.Body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err != nil {
			return data
		}
		if strings.HasPrefix(strings.ToLower(part.Header.Get("Content-Type")), "text/html") {
			return unpackedPart(part, part.Header.Get("Content-Transfer-Encoding"))
		}
	}
}

// unpackedPart returns what a part says, as far as it can be read.
func unpackedPart(r io.Reader, encoding string) []byte {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	page, err := io.ReadAll(r)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && len(page) == 0 {
		return nil
	}
	return page
}

func hasPrefixFold(s []byte, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(string(s[:len(prefix)]), prefix)
}
