import { listed } from "../salesforce/appComponents.ts";
import { isTrue, textOf } from "../salesforce/metadataElements.ts";
import type { Field } from "./fields.ts";
import { inDeclaredOrder, spelledAs } from "./spelling.ts";

/** Where an input is kept, and how it is read and written there: one element of one component. */
type Place<Value, Component extends string> = Required<
  Pick<Field<Value, Component, unknown>, "component" | "found" | "elements">
>;

/** A text; one that is empty is no element. */
export function textAt<Component extends string, Text extends string = string>(
  component: Component,
  element: string,
): Place<Text, Component> {
  return {
    component,
    // A text of several lines may come back with other line ends.
    found: (held, declared) => {
      const text = textOf(held[element]);
      return withPlainLines(text) === withPlainLines(textOf(declared)) ? (declared ?? ("" as Text)) : (text as Text);
    },
    elements: (value) => ({ [element]: value === "" ? undefined : value }),
  };
}

const withPlainLines = (text: string) => text.replace(/\r\n?/g, "\n");

/** One of the names that Salesforce knows, in whatever case it comes back; `absent` is what no element means. */
export function nameAt<Component extends string, Name extends string>(
  component: Component,
  element: string,
  absent: Name,
  written: (name: Name) => string = (name) => name,
): Place<Name, Component> {
  return {
    component,
    found: (held, declared) => {
      const name = textOf(held[element]) || absent;
      return name.toLowerCase() === textOf(declared).toLowerCase() ? declared : (name as Name);
    },
    elements: (value) => ({ [element]: written(value) }),
  };
}

/** True or false. */
export function flagAt<Component extends string>(component: Component, element: string): Place<boolean, Component> {
  return {
    component,
    found: (held) => isTrue(held[element]),
    elements: (value) => ({ [element]: value }),
  };
}

/** A number; absent where there is no element. */
export function numberAt<Component extends string>(
  component: Component,
  element: string,
): Place<number | undefined, Component> {
  return {
    component,
    found: (held) => numberOf(held[element]),
    elements: (value) => ({ [element]: value }),
  };
}

const numberOf = (value: unknown) => (textOf(value) === "" ? undefined : Number(value));

/** How a list stands in one element. */
export interface ListForm {
  /** Between the items as they are read. */
  separator: string | RegExp;
  /** Between the items as they are written. */
  joint: string;
  /** Whether items that differ in the case of letters only are the same. */
  ignoresCase: boolean;
}

/** Names with commas between them. */
export const names: ListForm = { separator: ",", joint: ",", ignoresCase: true };

/** A set that one element holds as a list: its order means nothing, and a write keeps the order of what stays. */
export function setAt<Component extends string>(
  component: Component,
  element: string,
  { separator, joint, ignoresCase }: ListForm,
): Place<string[], Component> {
  const spelled = (declared: readonly string[], item: string) => (ignoresCase ? spelledAs(declared, item) : item);
  return {
    component,
    found: (held, declared) =>
      inDeclaredOrder(
        declared,
        listed(held[element], separator).map((item) => spelled(declared, item)),
      ),
    elements: (value, held) => {
      const items = listed(held?.[element], separator);
      const staying = items.filter((item) => value.includes(spelled(value, item)));
      const added = value.filter((item) => !staying.some((other) => spelled(value, other) === item));
      return { [element]: [...staying, ...added].join(joint) || undefined };
    },
  };
}
