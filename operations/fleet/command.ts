import { operationWith } from "../verbs.ts";
import { accept } from "./acceptCommand.ts";
import { drift } from "./driftCommand.ts";
import { merge } from "./mergeCommand.ts";
import { recipe } from "./recipeCommand.ts";
import { repair } from "./repairCommand.ts";
import { report } from "./reportCommand.ts";
import { rollout } from "./rolloutCommand.ts";
import { status } from "./statusCommand.ts";

/** Works with the orgs of many stacks. */
export const fleet = operationWith(
  "fleet",
  "check the orgs of many stacks for drift, deploy them wave after wave, and report on them",
  "Many stacks of one project, one org each. The fleet is the files Pulumi.<stack>.yaml; there is no other list.",
  { drift, preview: rollout("preview"), up: rollout("up"), repair, accept, status, report, merge, recipe },
);
