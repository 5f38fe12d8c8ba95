/**
 * The names of what a type holds, given as the keys of an object: a name that is forgotten, or that the type does not
 * have, does not compile.
 */
export function namesOf<Type extends object>(
  names: { readonly [Name in keyof Required<Type>]: unknown },
): (keyof Type & string)[] {
  return Object.keys(names) as (keyof Type & string)[];
}
