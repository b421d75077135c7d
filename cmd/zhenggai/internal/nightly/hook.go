package nightly

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
)

// most is how much of a hook's output a log gets, in bytes.
const most = 4 << 10

// RunHook runs the command of on_failure, where there is one, and logs what it says. No shell reads it, so that no reason
// can be taken for a command.
func (j *Job) RunHook(code int, why error) {
	c := j.Config
	if len(c.OnFailure) == 0 {
		return
	}
	ctx, stop := context.WithTimeout(context.Background(), c.OnFailureTimeout) // a run that was interrupted tells of it as well
	defer stop()
	cmd := exec.CommandContext(ctx, c.OnFailure[0], c.OnFailure[1:]...)
	cmd.Env = append(os.Environ(), "ZHENGGAI_EXIT="+strconv.Itoa(code), fmt.Sprintf("ZHENGGAI_ERROR=%v", why), "ZHENGGAI_OUTPUT="+c.Output)
	cmd.WaitDelay = c.OnFailureTimeout // for programs that it leaves behind with its output
	said, err := cmd.CombinedOutput()
	said = said[:min(len(said), most)]
	if err != nil {
		j.Log.Error("on_failure failed", "command", c.OnFailure[0], "reason", err.Error(), "output", string(said))
		return
	}
	j.Log.Info("on_failure was run", "command", c.OnFailure[0], "output", string(said))
}
