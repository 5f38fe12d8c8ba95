/** The program whose runs are disturbed: the access, with the arguments that the operation under test declares. */
import { readFileSync } from "node:fs";
import { ScvIntegration } from "pulumi-salesforce-access";

new ScvIntegration("scv", JSON.parse(readFileSync("arguments.json", "utf8")));
