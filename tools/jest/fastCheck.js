// By its path: its name leads here in all suites.
import fastCheck from "../../node_modules/fast-check/lib/fast-check.js";

/** Properties are tried with the same values in every run: what fails once fails again, and for everybody. */
fastCheck.configureGlobal({ seed: 20_261_129 });

export * from "../../node_modules/fast-check/lib/fast-check.js";
export default fastCheck;
