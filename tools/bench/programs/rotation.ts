/** The access whose key is rotated, by either strategy. */
import * as pulumi from "@pulumi/pulumi";
import { lastRotation, type RotationStrategy, ScvIntegration } from "pulumi-salesforce-access";

const config = new pulumi.Config();
const strategy = config.require<RotationStrategy>("rotationStrategy");
const activeGeneration = config.requireNumber("activeKeyGeneration");
const last = strategy === "blueGreen" ? await lastRotation() : undefined;

const scv = new ScvIntegration("scv", {
  contactEmail: "platform-team@example.com",
  username: "scv.integration@benchmark.example.com",
  certificate: {
    generation: config.requireNumber("keyGeneration"),
    ...(activeGeneration !== 0 && { activeGeneration }),
  },
  rotation: { strategy, movedFlows: config.requireNumber("movedFlows"), ...(last && { last }) },
  connector: { confirmedKey: config.require("confirmedKey") },
});

export const rotation = scv.rotation ?? null;
