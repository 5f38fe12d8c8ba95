/** How much of a state one resource takes. */
export interface ResourceSize {
  /** Type token, without what all dynamic resources have in front. */
  type: string;
  /** Bytes of the resource as JSON without blanks. */
  bytes: number;
  /** Those of them that are the text of a dynamic provider. */
  providerBytes: number;
}

/** How large a state is. */
export interface StateSize {
  /** Bytes of the file that `pulumi stack export` writes. */
  fileBytes: number;
  resources: ResourceSize[];
}

interface ExportedResource {
  type: string;
  inputs?: { __provider?: string };
  outputs?: { __provider?: string };
}

/** Measures a state as `pulumi stack export` gives it. */
export function measureState(exported: string): StateSize {
  const { deployment } = JSON.parse(exported) as { deployment: { resources?: ExportedResource[] } };
  return {
    fileBytes: Buffer.byteLength(exported),
    resources: (deployment.resources ?? []).map((resource) => ({
      type: resource.type.replace(/^pulumi-nodejs:dynamic\//, ""),
      bytes: jsonBytes(resource),
      providerBytes: jsonBytes(resource.inputs?.__provider) + jsonBytes(resource.outputs?.__provider),
    })),
  };
}

function jsonBytes(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}
