// Package source says where notices come from: files, folders, globs, archives, crawls and standard input.
package source

// A Document is one document's bytes and where they came from.
type Document struct {
	Path        string // as given; inside an archive a.zip!b.html
	URL         string // where it was published, if known
	ContentType string // as a server declared it, if known
	Retrieved   string // ISO 8601 date or time at which it was fetched, if known
	Data        []byte
	Parts       []Part  // further pages of the notice, and what it has attached
	Missing     Missing // parts that it names and that are not there
}
