import type { MetadataElements } from "../salesforce/metadataElements.ts";
import { changedKeys } from "./comparison.ts";
import type { InputReader } from "./inputReader.ts";
import type { Values } from "./lifecycle.ts";

/**
 * One input of a resource that is kept in metadata components: everything that is known of it, once. From a table of
 * these come the type of the inputs, their names, check, what a read finds, what differs, the elements to write, and the
 * rows of the page in the docs. What concerns several inputs, and what needs the org, is code of the resource.
 */
export interface Field<Value, Component extends string, Context> {
  /** Reads what is declared and reports what is wrong with it; undefined for an input that is left out. */
  check(read: InputReader, name: string): Value;
  /** The component that holds it; absent where the org holds nothing of it: then it is as it is declared. */
  component?: Component;
  /** What a component holds, in the spelling of what is declared where both mean the same. */
  found?(held: MetadataElements, declared: Value, context: Context): Value;
  /**
   * The elements that make a component hold a value; undefined takes one out.
   *
   * @param held the component as it is; undefined for a new one
   */
  elements?(value: Value, held: MetadataElements | undefined, context: Context): MetadataElements;
  /** For an input whose change replaces the record: what is replaced, in words for the docs. */
  replaces?: string;
  /** For the docs: which values it takes. Absent for an input that nobody declares. */
  type?: string;
  /** For the docs: what holds where it is not given. */
  fallback?: string;
  /** For the docs: what a change does. Default: it is made in place. */
  change?: string;
}

/** All inputs of a resource, by name. */
export type FieldTable<Component extends string, Context> = {
  // biome-ignore lint/suspicious/noExplicitAny: the values differ from row to row
  readonly [name: string]: Field<any, Component, Context>;
};

type ValueOf<Row> = Row extends { check(read: InputReader, name: string): infer Value } ? Value : never;
type OptionalNames<Table> = {
  [Name in keyof Table]: undefined extends ValueOf<Table[Name]> ? Name : never;
}[keyof Table];

/** The inputs that a table describes. */
export type InputsOf<Table> = { [Name in Exclude<keyof Table, OptionalNames<Table>>]: ValueOf<Table[Name]> } & {
  [Name in OptionalNames<Table>]?: Exclude<ValueOf<Table[Name]>, undefined>;
};

/** The components of a record as the org holds them, by name; absent ones do not exist. */
export type Components<Component extends string> = { readonly [name in Component]?: MetadataElements | undefined };

/** What can be made of a table of inputs. */
export interface InputTable<Component extends string, Context, Table extends FieldTable<Component, Context>> {
  fields: Table;
  /** Names of all inputs. */
  names: (keyof Table & string)[];
  /** Names of those a change of which replaces the record. */
  replacing: (keyof Table & string)[];
  /** Reads all inputs; those that are left out and have no default are absent. */
  check(read: InputReader): InputsOf<Table>;
  /** What the org holds, in the exact shape of the inputs. */
  found(components: Components<Component>, declared: InputsOf<Table>, context: Context): InputsOf<Table>;
  /** Names of the inputs to write: those that differ, and all of a component that is not there. */
  differing(components: Components<Component>, declared: InputsOf<Table>, context: Context): string[];
  /** Whether some inputs are kept in a component. */
  concern(names: readonly string[], component: Component): boolean;
  /** The elements of a component that some inputs come to. */
  elements(
    component: Component,
    names: readonly string[],
    components: Components<Component>,
    inputs: InputsOf<Table>,
    context: Context,
  ): MetadataElements;
}

/** Makes a table of inputs; called twice, because the types of the first call give those of the rows. */
export function inputTable<Component extends string, Context>() {
  return <Table extends FieldTable<Component, Context>>(fields: Table): InputTable<Component, Context, Table> => {
    const rows = Object.entries(fields) as [keyof Table & string, FieldTable<Component, Context>[string]][];
    const names = rows.map(([name]) => name);
    const valuesOf = (value: (name: keyof Table & string, row: FieldTable<Component, Context>[string]) => unknown) =>
      Object.fromEntries(
        rows.map(([name, row]) => [name, value(name, row)]).filter(([, each]) => each !== undefined),
      ) as InputsOf<Table>;
    const found: InputTable<Component, Context, Table>["found"] = (components, declared, context) =>
      valuesOf((name, row) => {
        const value = (declared as Values)[name];
        return row.component && row.found ? row.found(components[row.component] ?? {}, value, context) : value;
      });
    return {
      fields,
      names,
      replacing: names.filter((name) => fields[name]?.replaces !== undefined),
      check: (read) => valuesOf((name, row) => row.check(read, name)),
      found,
      differing(components, declared, context) {
        const changed = changedKeys(names, found(components, declared, context) as Values, declared as Values);
        return names.filter((name) => {
          const component = fields[name]?.component;
          return component !== undefined && (components[component] === undefined || changed.includes(name));
        });
      },
      concern: (some, component) => some.some((name) => fields[name]?.component === component),
      elements(component, some, components, inputs, context) {
        const written = some.map((name) => {
          const row = fields[name];
          if (row?.component !== component) return {};
          return row.elements?.((inputs as Values)[name], components[component], context) ?? {};
        });
        return Object.assign({}, ...written) as MetadataElements;
      },
    };
  };
}
