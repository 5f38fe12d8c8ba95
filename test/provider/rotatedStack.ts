import { withConfirmation } from "../../common/confirmedKeys.ts";
import { fingerprintIn } from "../../common/publicKey.ts";
import { nameOnSide, planRotation, type RotationRecord, sideOfName } from "../../common/rotation.ts";
import { nextStep } from "../../common/rotationSteps.ts";
import type { SelfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { announceKeyChange } from "../../provider/appCertificate.ts";
import type { ExternalClientAppInputs } from "../../provider/externalClientAppFields.ts";
import type { Values } from "../../provider/lifecycle.ts";
import type { SeenApp } from "../../provider/observedApp.ts";
import { unknownValue } from "../../provider/unknowns.ts";
import { keysForReadiness, planKeys } from "../../resources/keyPlan.ts";
import { declarations } from "./declarations.ts";
import { ownerOf, Stack } from "./kit.ts";

/** What the configuration of a stack says of its keys; the rotation is always confirmed. */
export interface RotationConfiguration {
  strategy: "cutOver" | "blueGreen";
  generation: number;
  usesOlder: boolean;
  movedFlows: number;
  revoke: boolean;
  confirmedKey: string;
}

/** What a program declares with a configuration. */
interface Declared {
  apps: { name: string; generation: number; isOpen: boolean }[];
  keys: readonly number[];
  certificates: readonly number[];
  record: RotationRecord | undefined;
  readiness: Values;
}

/**
 * A stack with keys and apps as the planner of the program and the checks of the provider lead it, without an org: what is
 * tried is who refuses what.
 */
export class RotatedStack {
  declared: RotationConfiguration = {
    strategy: "cutOver",
    generation: 1,
    usesOlder: false,
    movedFlows: 0,
    revoke: false,
    confirmedKey: "none",
  };
  strategyChanges = 0;
  readonly #name: string;
  readonly #pool: readonly SelfSigned[];
  readonly #provider: Stack;
  #made = 0;
  #keys = new Map<number, SelfSigned>();
  #certificates: readonly number[] = [];
  #apps = new Map<string, Values>();
  #readiness: Values = {};
  #last: RotationRecord | undefined;

  private constructor(name: string, pool: readonly SelfSigned[], provider: Stack) {
    this.#name = name;
    this.#pool = pool;
    this.#provider = provider;
  }

  /** @param pool keys to take in turns: it takes long to make one */
  static async start(name: string, pool: readonly SelfSigned[]): Promise<RotatedStack> {
    const stack = new RotatedStack(name, pool, await Stack.configured({}));
    await stack.update(stack.declared);
    stack.strategyChanges = 0;
    return stack;
  }

  /** What somebody writes who has saved every key in its connector. */
  allKeysConfirmed(): string {
    const newest = [...this.#keys].sort(([left], [right]) => left - right).slice(-2);
    return newest
      .map(([, { certificatePem }]) => withConfirmation([], { sha256: fingerprintIn(certificatePem) ?? "" }))
      .join(", ");
  }

  /** What a preview with a configuration refuses. */
  async preview(configuration: RotationConfiguration): Promise<string[]> {
    const program = this.#program(configuration);
    return "problems" in program ? program.problems : this.#checked(configuration, program, new Map());
  }

  /** Makes what is declared, where nothing refuses it. @returns what is refused that the preview has not refused */
  async update(configuration: RotationConfiguration): Promise<string[]> {
    const program = this.#program(configuration);
    if ("problems" in program) return program.problems;
    const made = program.keys.filter((generation) => !this.#keys.has(generation));
    const fresh = new Map(
      made.map((generation) => [generation, this.#pool[this.#made++ % this.#pool.length] as SelfSigned]),
    );
    const keys = new Map([...this.#keys, ...fresh]);
    const apps = new Map<string, Values>();
    const refused = await this.#checked(configuration, program, keys, apps);
    for (const [name, inputs] of apps) {
      const before = this.#apps.get(name) as Partial<ExternalClientAppInputs> | undefined;
      const seen = { globalOauthSettings: { elements: { certificate: before?.certificatePem } } } as unknown as SeenApp;
      try {
        if (before) announceKeyChange(seen, inputs as ExternalClientAppInputs, before, { report() {}, made() {} });
      } catch (error) {
        refused.push((error as Error).message);
      }
    }
    if (refused.length > 0) return refused;
    this.#keys = new Map([...keys].filter(([generation]) => program.keys.includes(generation)));
    this.#certificates = program.certificates;
    this.#apps = apps;
    this.#readiness = (await this.#provider.check("OrgReadiness", program.readiness, this.#readiness)).inputs;
    this.#last = program.record;
    if (configuration.strategy !== this.declared.strategy) this.strategyChanges += 1;
    this.declared = configuration;
    return [];
  }

  /** What `connector status` says comes next. */
  nextStep(configuration: RotationConfiguration): string {
    const generationOf = (certificate: unknown) =>
      [...this.#keys].find(([, key]) => fingerprintIn(key.certificatePem) === fingerprintIn(String(certificate)))?.[0];
    return nextStep({
      declared: rotationOf(configuration),
      last: this.#last,
      apps: [...this.#apps].flatMap(([name, { keyGeneration, certificatePem }]) => {
        const generation = (keyGeneration as number | undefined) ?? generationOf(certificatePem);
        const side = keyGeneration === undefined ? {} : { side: sideOfName(name) };
        return generation === undefined ? [] : [{ generation, is: "open" as const, ...side }];
      }),
      keys: [...this.#keys.keys()],
      confirmed: [...this.#keys].flatMap(([generation, key]) =>
        configuration.confirmedKey.includes(fingerprintIn(key.certificatePem) ?? "none") ? [generation] : [],
      ),
    }).do;
  }

  #program(configuration: RotationConfiguration): Declared | { problems: string[] } {
    const { strategy, generation, revoke } = configuration;
    const rotation = rotationOf(configuration);
    const isBlueGreen = strategy === "blueGreen";
    const plan = planRotation(rotation, isBlueGreen ? this.#last : undefined);
    if ("problems" in plan) return plan;
    const args = { generation, activeGeneration: rotation.activeGeneration, confirmRotation: generation };
    const inUse = isBlueGreen || revoke ? { generationsInUse: plan.keys } : {};
    const { generations, certificates } = planKeys({ commonName: "WxCC - SCV", ...args, ...inUse }, this.#name);
    const apps = plan.apps.map(({ generation: of, side, is }) => ({
      name: nameOnSide("app", side),
      generation: of,
      isOpen: is === "open",
    }));
    const readiness = {
      ...declarations.OrgReadiness,
      isEnabled: false,
      creations: apps.map(({ name, generation: of }) => ({
        kind: "ExternalClientApp",
        name,
        inputs: { apiName: name.replace("-", "_"), ...(isBlueGreen && { keyGeneration: of }) },
      })),
      ...keysForReadiness(args, this.#name),
    };
    return { apps, keys: generations, certificates, record: plan.record, readiness };
  }

  /**
   * What the checks of the provider refuse.
   *
   * @param keys keys that are made by then, and have certificates; none in a preview
   * @param apps takes the checked inputs
   */
  async #checked(
    { strategy, confirmedKey, movedFlows }: RotationConfiguration,
    { apps, readiness }: Declared,
    keys: ReadonlyMap<number, SelfSigned>,
    checked = new Map<string, Values>(),
  ): Promise<string[]> {
    const refused = (await this.#provider.check("OrgReadiness", readiness, this.#readiness)).failures;
    const isBlueGreen = strategy === "blueGreen";
    for (const { name, generation, isOpen } of apps) {
      const key = keys.get(generation) ?? this.#keys.get(generation);
      const hasCertificate = keys.has(generation) || (key !== undefined && this.#certificates.includes(generation));
      const keySha256 = key === undefined ? unknownValue : fingerprintIn(key.certificatePem);
      const app = {
        ...declarations.ExternalClientApp,
        adopt: false,
        keyGeneration: undefined,
        apiName: name.replace("-", "_"),
        owner: ownerOf(name),
        certificatePem: hasCertificate ? key?.certificatePem : unknownValue,
        ...(isBlueGreen && { keyGeneration: generation, keySha256 }),
      };
      const { inputs, failures } = await this.#provider.check("ExternalClientApp", app, this.#apps.get(name));
      checked.set(name, inputs);
      refused.push(...failures);
      if (!isBlueGreen || !isOpen) continue;
      const hasFlows = apps.length > 1 && apps.at(-1)?.generation === generation && movedFlows === generation;
      const connector = { ...declarations.WebexConnector, keySha256, confirmedKey, hasOwnKey: true, hasFlows };
      refused.push(...(await this.#provider.check("WebexConnector", connector)).failures);
    }
    return refused.map(({ reason }) => reason);
  }
}

function rotationOf({ strategy, generation, usesOlder, movedFlows, revoke }: RotationConfiguration) {
  return { strategy, generation, activeGeneration: usesOlder ? generation - 1 : generation, movedFlows, revoke };
}
