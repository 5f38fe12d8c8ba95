/** Stack configuration of the measured programs. */
export interface ProgramConfiguration {
  keyGeneration: number;
  hasExtraPermission: boolean;
}

export type OperationName =
  | "firstUp"
  | "noOpUp"
  | "previewRefresh"
  | "permissionUpdate"
  | "certificateRenewal"
  | "keyRotation"
  | "destroy";

/** One run of the Pulumi CLI that is measured. */
export interface Operation {
  name: OperationName;
  title: string;
  /** Arguments of `pulumi`. */
  pulumiArguments: readonly string[];
  configuration: ProgramConfiguration;
}

const asCreated = { keyGeneration: 1, hasExtraPermission: false };
const withPermission = { keyGeneration: 1, hasExtraPermission: true };
const rotated = { keyGeneration: 2, hasExtraPermission: true };

/** The measured operations; each starts from the state that the one before it has left. */
export const operations: readonly Operation[] = [
  { name: "firstUp", title: "first `up`", pulumiArguments: ["up", "--yes"], configuration: asCreated },
  {
    name: "noOpUp",
    title: "`up` without a change",
    pulumiArguments: ["up", "--yes", "--expect-no-changes"],
    configuration: asCreated,
  },
  {
    name: "previewRefresh",
    title: "`preview --refresh`",
    pulumiArguments: ["preview", "--refresh", "--expect-no-changes"],
    configuration: asCreated,
  },
  {
    name: "permissionUpdate",
    title: "`up`: one permission more",
    pulumiArguments: ["up", "--yes"],
    configuration: withPermission,
  },
  {
    name: "certificateRenewal",
    title: "`up`: certificate renewed",
    // What the tls provider plans by itself inside the renewal window, without waiting for it.
    pulumiArguments: ["up", "--yes", "--replace", "**::scv-signing-certificate-1"],
    configuration: withPermission,
  },
  { name: "keyRotation", title: "`up`: key rotated", pulumiArguments: ["up", "--yes"], configuration: rotated },
  { name: "destroy", title: "`destroy`", pulumiArguments: ["destroy", "--yes"], configuration: rotated },
];
