import { askConformance } from "../../local-org/conformance/command.ts";
import { runCommand } from "../../operations/commandLine.ts";

await runCommand((programArguments) => askConformance(programArguments, "npm run conformance --"));
