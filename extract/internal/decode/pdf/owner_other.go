//go:build !unix

package pdf

import "os"

// owned takes a file for the user's: on Windows the cache lies in the folder of local data of the user's profile, where nobody
// else but administrators may write unless the user allows it. That it is no link is checked there as well.
func owned(os.FileInfo) bool { return true }

// shared reports nothing, since the bits of Unix say nothing here.
func shared(os.FileInfo) bool { return false }
