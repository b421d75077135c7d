package outside

import "os"

// signals are those that end a process.
var signals = []os.Signal{os.Kill}
