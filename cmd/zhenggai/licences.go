package main

import (
	_ "embed"
	"io"

	"github.com/spf13/cobra"
)

// thirdParty lists the software and data of others that the program holds, with their licences and notices. .ci/licences
// makes it.
//
//go:embed third-party.txt
var thirdParty string

func newLicencesCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "licences",
		Aliases: []string{"licenses"},
		Short:   "Print the licences and notices of all that the program holds",
		Long: `licences prints the licence of zhenggai, what the program holds of others with the version, licence and
copyright of each, and the full texts of their licences and notices.`,
		Example: "  zhenggai licences > COPYRIGHT",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(cmd.OutOrStdout(), thirdParty)
			return err
		},
	}
}
