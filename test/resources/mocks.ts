import * as pulumi from "@pulumi/pulumi";

/** A resource that a program has declared. */
export interface Declared {
  type: string;
  name: string;
  /** Inputs as the engine gets them, but for the wrapping of secrets. */
  inputs: Record<string, unknown>;
  /** Names of the inputs that the engine gets as secrets. */
  secrets: string[];
}

/** Outputs that only a provider knows, by type; what is missing here is answered as the inputs. */
const computed: Record<string, object> = {
  "tls:index/privateKey:PrivateKey": {
    privateKeyPem: "PKCS#1 key",
    privateKeyPemPkcs8: "PKCS#8 key",
    publicKeyPem: "public key",
  },
  "tls:index/selfSignedCert:SelfSignedCert": { certPem: "certificate" },
  "pulumi-nodejs:dynamic/salesforce:ExternalClientApp": { consumerKey: "3MVG9key" },
};

/** The same of single resources. */
const computedOf: Record<string, object> = {
  "found-proof": { provenAudience: "https://found.my.salesforce.com" },
};

/**
 * Stands in for the engine; to be called before a resource is declared.
 *
 * @returns the resources in the order in which they are declared
 */
export async function mockEngine(stack: string): Promise<Declared[]> {
  const declared: Declared[] = [];
  await pulumi.runtime.setMocks(
    {
      call: ({ inputs }) => inputs,
      newResource({ type, name, inputs }) {
        const secrets = Object.keys(inputs).filter((input) => pulumi.runtime.isRpcSecret(inputs[input]));
        const plain = Object.entries(inputs).map(([input, value]) => [input, pulumi.runtime.unwrapRpcSecret(value)]);
        declared.push({ type, name, inputs: Object.fromEntries(plain), secrets });
        return {
          id: `${name}-id`,
          state: { ...inputs, orgId: "00D000000000062EAA", revision: 1, ...computed[type], ...computedOf[name] },
        };
      },
    },
    "access",
    stack,
  );
  return declared;
}

/** The value of an output. */
export function known<Value>(output: pulumi.Output<Value>): Promise<Value> {
  return new Promise((resolve) => {
    output.apply((value) => resolve(value as Value));
  });
}
