import { askConformance } from "../../local-org/conformance/command.ts";
import { runToolCommand } from "./toolCommand.ts";

await runToolCommand((programArguments) => askConformance(programArguments, "npm run conformance --"));
