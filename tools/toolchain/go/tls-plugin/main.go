// Command pulumi-resource-tls is the tls plugin of Pulumi: HashiCorp's provider behind Pulumi's Terraform bridge.
package main

import (
	"context"
	_ "embed"

	pfbridge "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"

	"pulumi-salesforce-access/toolchain/tls-plugin/info"
)

//go:embed schema.json
var schema []byte

func main() {
	pfbridge.Main(context.Background(), "tls", info.Provider(), pfbridge.ProviderMetadata{PackageSchema: schema})
}
