/** A reason why there is no toolchain that the user can do something about. The message is one sentence that says what. */
export class ToolchainError extends Error {
  override name = "ToolchainError";
}
