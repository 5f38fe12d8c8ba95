import { plainValues } from "../../common/stackFile.ts";
import { asStackFile, type StackFolder } from "../stackFolder.ts";

/** A connected app that is the older side of a stack, with its connector in Control Hub. */
export interface ConnectedAppSide {
  app: string;
  /** Name of the connector. */
  connector: string;
}

/** Reads a plain value of the project's own configuration; empty where it is not there. */
export function configuredIn({ project, path, text }: StackFolder): (name: string) => string {
  const values = new Map(asStackFile(path, () => plainValues(text)));
  return (name) => values.get(`${project.name}:${name}`)?.replace(/^["']|["']$/g, "") ?? "";
}

/** The connected app that the stack's file names as the older side; undefined where it names none. */
export function connectedAppSide(stackFolder: StackFolder): ConnectedAppSide | undefined {
  const configured = configuredIn(stackFolder);
  const app = configured("connectedApp");
  return app === "" ? undefined : { app, connector: configured("connectedAppConnector") || app };
}
