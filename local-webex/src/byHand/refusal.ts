/** What a page answers to a person whose change is refused. */
export class ByHandRefusal extends Error {
  override readonly name = "ByHandRefusal";
}
