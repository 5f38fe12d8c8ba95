// Package info describes HashiCorp's tls provider to Pulumi's Terraform bridge.
package info

import (
	// embed puts the committed bridge metadata into the plugin.
	_ "embed"

	"github.com/hashicorp/terraform-provider-tls/shim"
	pfbridge "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
)

// Version is that of the npm package @pulumi/tls that asks for the plugin.
const Version = "5.6.1"

//go:embed bridge-metadata.json
var metadata []byte

// Provider maps each `tls_…` type of Terraform to the token that @pulumi/tls registers.
func Provider() tfbridge.ProviderInfo {
	provider := tfbridge.ProviderInfo{
		P:                              pfbridge.ShimProvider(shim.NewProvider()),
		Name:                           "tls",
		Version:                        Version,
		MetadataInfo:                   tfbridge.NewProviderMetadata(metadata),
		EnableZeroDefaultSchemaVersion: true,
		EnableAccurateBridgePreview:    true,
	}
	provider.MustComputeTokens(tokens.SingleModule("tls_", "index", tokens.MakeStandard("tls")))
	provider.SetAutonaming(255, "-")
	return provider
}
