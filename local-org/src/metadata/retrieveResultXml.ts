import type { RetrieveOutcome } from "./retrieveRecord.ts";
import { element, textElement } from "./xmlWriter.ts";

/** The content of a RetrieveResult, in WSDL order. */
export function writeRetrieveResult(id: string, outcome: RetrieveOutcome | undefined, withZip: boolean): string {
  const zip = withZip ? outcome?.zip : undefined;
  return [
    textElement("done", outcome !== undefined),
    textElement("errorMessage", outcome?.errorMessage),
    textElement("errorStatusCode", outcome?.errorStatusCode),
    ...(outcome?.fileProperties ?? []).map((properties) => element("fileProperties", properties)),
    textElement("id", id),
    ...(outcome?.messages ?? []).map(({ fileName, problem }) =>
      element("messages", textElement("fileName", fileName) + textElement("problem", problem)),
    ),
    textElement("status", outcome?.status ?? "InProgress"),
    textElement("success", outcome?.status === "Succeeded"),
    zip === undefined ? '<zipFile xsi:nil="true"/>' : textElement("zipFile", zip),
  ].join("");
}
