/** Stack configuration of a measured program, without the name of the project. */
export type ProgramConfiguration = Readonly<Record<string, string | number | boolean>>;

/** One run of the Pulumi CLI that is measured. */
export interface Operation<Name extends string = string> {
  name: Name;
  title: string;
  /** Arguments of `pulumi`. */
  pulumiArguments: readonly string[];
  configuration: ProgramConfiguration;
}

export type OperationName =
  | "firstUp"
  | "noOpUp"
  | "previewRefresh"
  | "permissionUpdate"
  | "certificateRenewal"
  | "keyRotation"
  | "destroy";

const withPermission = { hasExtraPermission: true };
const rotated = { keyGeneration: 2, hasExtraPermission: true };

const firstUp = { name: "firstUp", title: "first `up`", pulumiArguments: ["up", "--yes"] } as const;
const noOpUp = {
  name: "noOpUp",
  title: "`up` without a change",
  pulumiArguments: ["up", "--yes", "--expect-no-changes"],
} as const;
const previewRefresh = {
  name: "previewRefresh",
  title: "`preview --refresh`",
  pulumiArguments: ["preview", "--refresh", "--expect-no-changes"],
} as const;
const destroy = { name: "destroy", title: "`destroy`", pulumiArguments: ["destroy", "--yes"] } as const;

/** The measured operations; each starts from the state that the one before it has left. */
export const operations: readonly Operation<OperationName>[] = [
  { ...firstUp, configuration: {} },
  { ...noOpUp, configuration: {} },
  { ...previewRefresh, configuration: {} },
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
  { ...destroy, configuration: rotated },
];

/** The first `up` with its preview, and as a pipeline runs it whose preview somebody has approved. */
export const firstUps = {
  up: { ...firstUp, configuration: {} },
  upWithoutPreview: {
    name: "firstUpWithoutPreview",
    title: "first `up --skip-preview`",
    pulumiArguments: [...firstUp.pulumiArguments, "--skip-preview"],
    configuration: {},
  },
} as const satisfies Record<string, Operation>;

/** What is measured of several integrations in one org; the refresh with Pulumi's own parallelism and with more. */
export function operationsOfMany(integrations: number): Operation[] {
  const parallel = ["--parallel", "64"];
  const all = [
    firstUp,
    noOpUp,
    previewRefresh,
    {
      name: "parallelRefresh",
      title: `\`preview --refresh ${parallel.join(" ")}\``,
      pulumiArguments: [...previewRefresh.pulumiArguments, ...parallel],
    },
    destroy,
  ];
  return all.map((operation) => ({ ...operation, configuration: { integrations } }));
}
