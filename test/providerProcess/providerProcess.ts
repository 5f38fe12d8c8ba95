import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { CheckFailure, Values } from "../../provider/lifecycle.ts";

/** The project that the process runs in: it loads the package's provider from there. */
const checkout = fileURLToPath(new URL("../../", import.meta.url));

// Pulumi's own protocol library, in the version that Pulumi has.
const fromHere = createRequire(import.meta.url);
const fromPulumi = createRequire(fromHere.resolve("@pulumi/pulumi/package.json"));
const grpc = fromPulumi("@grpc/grpc-js");
const { Any } = fromPulumi("google-protobuf/google/protobuf/any_pb.js");
const { Struct } = fromPulumi("google-protobuf/google/protobuf/struct_pb.js");
const { ResourceProviderClient } = fromHere("@pulumi/pulumi/proto/provider_grpc_pb.js");
const messages = fromHere("@pulumi/pulumi/proto/provider_pb.js");
const { Status } = fromHere("@pulumi/pulumi/proto/status_pb.js");

/** What the engine learns when a step fails after something was made. */
export interface InitialisationFailure {
  id: string;
  properties: Values;
  reasons: string[];
}

/** An error as it arrives at the engine. */
export interface ProviderError extends Error {
  details: string;
  failure?: InitialisationFailure;
}

/** The process that Pulumi starts for dynamic resources, called as the engine calls it. */
export class ProviderProcess {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  // biome-ignore lint/suspicious/noExplicitAny: the generated client has no types
  readonly #client: any;
  readonly #written: () => string;

  private constructor(child: ChildProcessByStdio<null, Readable, Readable>, client: unknown, written: () => string) {
    this.#child = child;
    this.#client = client;
    this.#written = written;
  }

  /**
   * Starts a process and configures it.
   *
   * @param settings of the connection, as the stack's configuration has them
   * @param environment added to that of this process
   */
  static async start(
    settings: Record<string, string>,
    environment: Record<string, string> = {},
  ): Promise<ProviderProcess> {
    const names = Object.entries(settings).map(([name, value]) => [`salesforce.${name}`, value]);
    // As the engine does it: its own namespace in the environment.
    const PulumiConfig = JSON.stringify(Object.fromEntries(names));
    const program = fromHere.resolve("@pulumi/pulumi/cmd/dynamic-provider/index.js");
    const child = spawn(process.execPath, [program, "127.0.0.1:1"], {
      cwd: checkout,
      env: {
        ...process.env,
        NODE_OPTIONS: "",
        PULUMI_NODEJS_PROJECT: "access",
        PULUMI_CONFIG: PulumiConfig,
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let written = "";
    child.stderr.on("data", (text) => {
      written += text;
    });
    const port = await new Promise<string>((resolve, reject) => {
      child.once("exit", () => reject(new Error(`the process ended: ${written}`)));
      child.stdout.on("data", (text) => {
        written += text;
        const [line] = written.split("\n");
        if (written.includes("\n") && line) resolve(line);
      });
    });
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const provider = new ProviderProcess(child, client, () => written);
    const request = new messages.ConfigureRequest();
    request.setArgs(Struct.fromJavaScript({}));
    await provider.#send("configure", request);
    return provider;
  }

  /** Everything that the process has written to its output and to its error output. */
  get written(): string {
    return this.#written();
  }

  async check(olds: Values, news: Values): Promise<{ inputs: Values; failures: CheckFailure[] }> {
    const request = new messages.CheckRequest();
    request.setOlds(Struct.fromJavaScript(olds));
    request.setNews(Struct.fromJavaScript(news));
    const answer = await this.#send("check", request);
    return {
      inputs: answer.getInputs().toJavaScript(),
      failures: answer
        .getFailuresList()
        // biome-ignore lint/suspicious/noExplicitAny: as above
        .map((failure: any) => ({ property: failure.getProperty(), reason: failure.getReason() })),
    };
  }

  /** `none`, `some`, or `unknown`, with which the engine compares the inputs itself. */
  async diff(id: string, olds: Values, news: Values): Promise<{ changes: string; replaces: string[] }> {
    const request = new messages.DiffRequest();
    request.setId(id);
    request.setOlds(Struct.fromJavaScript(olds));
    request.setNews(Struct.fromJavaScript(news));
    const answer = await this.#send("diff", request);
    return {
      changes: ["unknown", "none", "some"][answer.getChanges()] ?? "",
      replaces: answer.getReplacesList(),
    };
  }

  async create(inputs: Values): Promise<{ id: string; properties: Values }> {
    const request = new messages.CreateRequest();
    request.setProperties(Struct.fromJavaScript(inputs));
    const answer = await this.#send("create", request);
    return { id: answer.getId(), properties: answer.getProperties().toJavaScript() };
  }

  /** The id is empty when the resource is gone. */
  async read(id: string, properties: Values): Promise<{ id: string; properties: Values; inputs?: Values }> {
    const request = new messages.ReadRequest();
    request.setId(id);
    request.setProperties(Struct.fromJavaScript(properties));
    const answer = await this.#send("read", request);
    return {
      id: answer.getId(),
      properties: answer.getProperties().toJavaScript(),
      inputs: answer.getInputs()?.toJavaScript(),
    };
  }

  async update(id: string, olds: Values, news: Values): Promise<Values> {
    const request = new messages.UpdateRequest();
    request.setId(id);
    request.setOlds(Struct.fromJavaScript(olds));
    request.setNews(Struct.fromJavaScript(news));
    return (await this.#send("update", request)).getProperties().toJavaScript();
  }

  async delete(id: string, properties: Values): Promise<void> {
    const request = new messages.DeleteRequest();
    request.setId(id);
    request.setProperties(Struct.fromJavaScript(properties));
    await this.#send("delete", request);
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    this.#client.close();
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill();
    await ended;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the generated messages have no types
  #send(method: string, request: unknown): Promise<any> {
    return new Promise((resolve, reject) => {
      // biome-ignore lint/suspicious/noExplicitAny: as above
      this.#client[method](request, (error: any, answer: unknown) => {
        if (!error) return resolve(answer);
        reject(Object.assign(error, failureIn(error)));
      });
    });
  }
}

/** The failure that an error carries beside its text. */
// biome-ignore lint/suspicious/noExplicitAny: an error of the protocol library
function failureIn(error: any): { failure?: InitialisationFailure } {
  const [details] = error.metadata?.get("grpc-status-details-bin") ?? [];
  if (!details) return {};
  const [packed] = Status.deserializeBinary(new Uint8Array(details)).getDetailsList();
  const any = Any.deserializeBinary(packed.serializeBinary());
  const failure = messages.ErrorResourceInitFailed.deserializeBinary(any.getValue_asU8());
  return {
    failure: {
      id: failure.getId(),
      properties: failure.getProperties().toJavaScript(),
      reasons: failure.getReasonsList(),
    },
  };
}
