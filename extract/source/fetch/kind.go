package fetch

import (
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
)

// unknownType is the type of what a server knows nothing of; an address has to say what it is.
const unknownType = "application/octet-stream"

// endings are the types that are fetched and the endings that their files may have, the usual one first. Those of
// unknownType have any ending that another type has.
var endings = map[string][]string{
	"text/html":             {".html", ".htm", ".shtml", ".xhtml"},
	"application/xhtml+xml": {".xhtml", ".html", ".htm", ".shtml"},
	"text/plain":            {".txt"},
	"application/pdf":       {".pdf"},
	"application/x-pdf":     {".pdf"},
	"application/msword":    {".doc", ".wps"},
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": {".docx"},
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       {".xlsx"},
	"application/vnd.ms-excel":                {".xls", ".xlsx"},
	"application/vnd.ms-works":                {".wps"},
	"application/wps-office.wps":              {".wps"},
	"application/kswps":                       {".wps"},
	"application/ofd":                         {".ofd"},
	"application/rtf":                         {".rtf"},
	"text/rtf":                                {".rtf"},
	"application/vnd.oasis.opendocument.text": {".odt"},
	"application/x-download":                  nil,
	"application/force-download":              nil,
	"binary/octet-stream":                     nil,
	unknownType:                               nil,
}

// isKnown reports whether a file of one of the types may have an ending.
func isKnown(ext string) bool {
	for _, list := range endings {
		if slices.Contains(list, ext) {
			return true
		}
	}
	return false
}

// isPageEnding reports whether an ending is that of a page or a text rather than that of a document.
func isPageEnding(ext string) bool {
	return ext == ".txt" || slices.Contains(endings["text/html"], ext)
}

// endingOf returns the ending of the file for what an address answers with, or why it is not kept. Servers often do not
// know the types of documents and then name any, so that of a document its address says what it is; a page in its place
// is one that says that it is not there.
func endingOf(u *url.URL, declared string, body []byte) (ending, mediaType string, err error) {
	mediaType = unknownType
	if declared != "" {
		if mediaType, _, err = mime.ParseMediaType(declared); err != nil && mediaType == "" {
			return "", "", refuse("it has no readable type")
		}
	}
	list, fetched := endings[mediaType]
	ext := strings.ToLower(path.Ext(u.Path))
	isPage := strings.HasPrefix(http.DetectContentType(body), "text/html")
	switch {
	case !fetched:
		return "", "", refuse("files of the type %s are not fetched", mediaType)
	case len(body) == 0:
		return "", "", refuse("it is empty")
	case isKnown(ext) && !isPageEnding(ext) && isPage:
		return "", "", refuse("a page in the place of a %s file", ext)
	case isKnown(ext) && !isPageEnding(ext), slices.Contains(list, ext), list == nil && isKnown(ext):
		return ext, mediaType, nil
	case list == nil:
		return "", "", refuse("neither its type, %s, nor its address says what it is", mediaType)
	}
	return list[0], mediaType, nil
}
