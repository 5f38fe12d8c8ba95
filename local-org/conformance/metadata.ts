/** The Metadata API of an org over SOAP. */
import { setTimeout as pause } from "node:timers/promises";
import { XMLParser } from "fast-xml-parser";
import { strToU8, zipSync } from "fflate";
import { Unaskable } from "./expectation.ts";
import { type Answer, type Json, send } from "./http.ts";
import type { Target } from "./target.ts";

export const namespace = "http://soap.sforce.com/2006/04/metadata";

/** Files of a package: path to text. */
export type Files = { [path: string]: string };

/** A message about a component in the result of a deploy; all values are text. */
export type DeployMessage = { [name: string]: string | undefined };

export interface DeployResult {
  id: string;
  status: string;
  /** The whole result as it came; all values are text. */
  result: Json;
  failures: DeployMessage[];
  successes: DeployMessage[];
}

export interface Metadata {
  /** Posts one operation; `version` is a segment of the address. */
  post(operation: string, options?: { header?: string; version?: string; sessionId?: string }): Promise<Answer>;
  /** The parsed body of an answer below `<operation>Response`. @throws Unaskable for a fault */
  call(operation: string, options?: { header?: string; version?: string }): Promise<Json>;
  /** The first record of readMetadata; undefined when there is none. */
  read(type: string, fullName: string, version?: string): Promise<Json>;
  /** Deploys and waits for the end. */
  deploy(files: Files, options?: { [name: string]: boolean | string }): Promise<DeployResult>;
}

const parser = new XMLParser({ ignoreAttributes: false, removeNSPrefix: true, parseTagValue: false });

/** Deploys of a live org may wait behind others. */
const longestWaitMs = 10 * 60_000;

export function createMetadata(target: Target): Metadata {
  const metadata: Metadata = {
    post(operation, { header = "", version = target.apiVersion, sessionId = target.accessToken } = {}) {
      return send(`${target.instanceUrl}/services/Soap/m/${version}`, {
        method: "POST",
        headers: { "content-type": "text/xml; charset=UTF-8", soapaction: '""' },
        body: envelope(operation, `<SessionHeader><sessionId>${sessionId}</sessionId></SessionHeader>${header}`),
      });
    },
    async call(operation, options) {
      const answer = await metadata.post(operation, options);
      const body = soapBody(answer.text);
      if (body?.Fault !== undefined) throw new Unaskable(`${faultOf(answer)}.`);
      return Object.values(body ?? {})[0];
    },
    async read(type, fullName, version) {
      const names = `<type>${type}</type><fullNames>${fullName}</fullNames>`;
      const answer = await metadata.call(
        `<readMetadata>${names}</readMetadata>`,
        version === undefined ? {} : { version },
      );
      const [record] = listOf(answer?.result?.records);
      return record?.fullName === undefined ? undefined : record;
    },
    async deploy(files, options = {}) {
      const shownOptions = { rollbackOnError: true, singlePackage: true, ...options };
      const elements = Object.entries(shownOptions).map(([name, value]) => `<${name}>${value}</${name}>`);
      const zip = Buffer.from(zipOf(files)).toString("base64");
      const started = await metadata.call(
        `<deploy><ZipFile>${zip}</ZipFile><DeployOptions>${elements.join("")}</DeployOptions></deploy>`,
      );
      return ended(metadata, started.result.id);
    },
  };
  return metadata;
}

async function ended(metadata: Metadata, id: string): Promise<DeployResult> {
  const until = Date.now() + longestWaitMs;
  for (let wait = 30; Date.now() < until; wait = Math.min(wait * 2, 2_000)) {
    await pause(wait);
    const call = `<checkDeployStatus><asyncProcessId>${id}</asyncProcessId><includeDetails>true</includeDetails></checkDeployStatus>`;
    const { result } = await metadata.call(call);
    if (result.done === "true") {
      const { details } = result;
      return {
        id,
        status: result.status,
        result,
        failures: listOf(details?.componentFailures),
        successes: listOf(details?.componentSuccesses),
      };
    }
  }
  throw new Unaskable(`The deploy ${id} did not end within ten minutes.`);
}

function envelope(operation: string, header: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="${namespace}"><soapenv:Header>${header}</soapenv:Header><soapenv:Body>${operation}</soapenv:Body></soapenv:Envelope>`;
}

/** The parsed body of a SOAP answer. */
export function soapBody(text: string): Json {
  return parser.parse(text)?.Envelope?.Body;
}

/** The faultstring of an answer, or its status. */
export function faultOf(answer: Answer): string {
  return soapBody(answer.text)?.Fault?.faultstring ?? `status ${answer.status}`;
}

/** None, one or several, as XML cannot tell them apart. */
export function listOf(value: Json): Json[] {
  return value === undefined || value === "" ? [] : [value].flat();
}

export function zipOf(files: Files): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
}

/** The file of a component. */
export function fileOf(type: string, elements: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="${namespace}">\n${elements}\n</${type}>\n`;
}

/** A manifest of members by type. */
export function manifestOf(members: { [type: string]: string[] }, version: string): string {
  const types = Object.entries(members).map(
    ([type, names]) =>
      `<types>${names.map((name) => `<members>${name}</members>`).join("")}<name>${type}</name></types>`,
  );
  return fileOf("Package", `${types.join("\n")}\n<version>${version}</version>`);
}
