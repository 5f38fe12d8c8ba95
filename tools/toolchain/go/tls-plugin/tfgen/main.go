// Command tfgen writes schema.json and bridge-metadata.json; the README beside go.mod says how and when.
package main

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfgen"

	"pulumi-salesforce-access/toolchain/tls-plugin/info"
)

func main() {
	tfgen.Main("tls", info.Provider())
}
