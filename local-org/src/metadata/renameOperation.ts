import { componentWriteError } from "./componentAccess.ts";
import { missingComponent, saveEach } from "./componentWrites.ts";
import { crudType, writeSaveResult } from "./crudCall.ts";
import { decodedFileName } from "./fileNames.ts";
import type { OperationRequest } from "./operation.ts";
import { SoapNotSpoken } from "./soapEnvelope.ts";

/** Gives one component another full name. What an org answers for external client apps is not known. */
export function renameMetadata({ context, call, apiVersion }: OperationRequest): string {
  const [typeName, oldName, newName] = call.parameters.map(({ text }) => decodedFileName(text.trim()));
  const type = crudType(typeName ?? "", apiVersion);
  const { rename } = type;
  if (!rename) throw new SoapNotSpoken(`renameMetadata of type ${type.schema.name}`);
  const names = [newName ?? ""];
  const results = saveEach(
    context,
    names,
    false,
    (fullName) => fullName,
    (fullName) => {
      const refusal = componentWriteError(context, type);
      if (refusal) throw refusal;
      if (!rename(context, oldName ?? "", fullName)) throw missingComponent(type, oldName ?? "");
      return undefined;
    },
  );
  return results.map((result) => writeSaveResult(result, false)).join("");
}
