// Package shim hands out HashiCorp's tls provider, which sits in an internal package. Go lets a package import
// it when its own path lies under the same parent: hence the name of this module.
package shim

import (
	"github.com/hashicorp/terraform-plugin-framework/provider"

	tls "github.com/hashicorp/terraform-provider-tls/internal/provider"
)

// NewProvider returns the Terraform provider.
func NewProvider() provider.Provider {
	return tls.New()
}
