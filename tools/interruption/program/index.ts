/** The program whose runs are disturbed: the access, with the arguments that the operation under test declares. */
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { lastRotation, ScvIntegration, type ScvIntegrationArgs } from "pulumi-salesforce-access";

const declared: ScvIntegrationArgs = JSON.parse(readFileSync("arguments.json", "utf8"));
const config = new pulumi.Config();
const isBlueGreen = declared.rotation?.strategy === "blueGreen";
const last = isBlueGreen ? await lastRotation() : undefined;
// What people confirm stands in the stack's file.
const confirmed: Partial<ScvIntegrationArgs> = isBlueGreen
  ? {
      rotation: { ...declared.rotation, movedFlows: config.requireNumber("movedFlows"), ...(last && { last }) },
      connector: { confirmedKey: config.require("confirmedKey") },
    }
  : {};
const scv = new ScvIntegration("scv", { ...declared, ...confirmed });

export default scv.rotation ? { rotation: scv.rotation } : {};
