import { createRequire } from "node:module";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { XMLParser } from "fast-xml-parser";
import { elementsOf, type MetadataElements, metadataFile } from "../../salesforce/metadataElements.ts";

const namespace = "http://soap.sforce.com/2006/04/metadata";

/** XML as an independent parser sees it, with all values as texts. */
function parsed(xml: string) {
  return new XMLParser({ parseTagValue: false, trimValues: false, ignoreAttributes: false }).parse(xml);
}

/** The parser that the client of the Metadata API has. */
const client = createRequire(createRequire(import.meta.url).resolve("jsforce"))("xml2js") as {
  parseStringPromise(xml: string, options: object): Promise<Record<string, object>>;
};

/** The elements of a file as the client reads them. */
async function readBack(xml: string): Promise<MetadataElements> {
  const document = await client.parseStringPromise(xml, { explicitArray: false });
  return elementsOf(Object.values(document)[0] as object);
}

describe("a metadata file", () => {
  test("holds what is set, in the namespace of metadata, and leaves out what is not", () => {
    const xml = metadataFile("ExternalClientApplication", { label: "App", isProtected: false, description: undefined });
    expect(parsed(xml).ExternalClientApplication).toMatchObject({
      "@_xmlns": namespace,
      label: "App",
      isProtected: "false",
    });
    expect(xml).not.toContain("description");
  });

  test("carries any text, whatever XML makes of its characters", () => {
    const texts = fc.string({ unit: fc.constantFrom("<", ">", "&", "'", '"', "é", "x", "]]>", "&amp;", "<!--", "🙂") });
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(text !== "");
        expect(parsed(metadataFile("T", { value: text })).T.value).toBe(text);
      }),
    );
  });

  test("names its elements in the order of the Metadata API, by code points", () => {
    const names = ["isDeviceFlowEnabled", "label", "isDPopEnabled", "callbackUrl", "isConsumerSecretOptional"];
    const xml = metadataFile("T", Object.fromEntries(names.map((name) => [name, "x"])));
    expect(Object.keys(parsed(xml).T).filter((name) => name !== "@_xmlns" && name !== "#text")).toEqual([
      "callbackUrl",
      "isConsumerSecretOptional",
      "isDPopEnabled",
      "isDeviceFlowEnabled",
      "label",
    ]);
  });

  const text = fc.string({
    unit: fc.constantFrom(
      "a",
      "Z",
      "é",
      "→",
      "漢",
      "🙂",
      "<",
      ">",
      "&",
      "&amp;",
      "&#39;",
      '"',
      "]]>",
      " ",
      "\n",
      "\r\n",
      "\t",
    ),
    maxLength: 12,
  });
  const name = fc.stringMatching(/^[a-z][A-Za-z]{0,8}$/).filter((each) => !(each in {}));
  const { elements } = fc.letrec<{ elements: MetadataElements; value: unknown }>((tie) => ({
    elements: fc.dictionary(name, tie("value"), { minKeys: 1, maxKeys: 5 }),
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      text,
      fc.array(text, { minLength: 2, maxLength: 3 }),
      tie("elements"),
      fc.array(tie("elements"), { minLength: 2, maxLength: 3 }),
    ),
  }));

  test("gives every element back as it was: repeated and nested ones, empty ones, entities, blanks and line ends", async () => {
    await fc.assert(
      fc.asyncProperty(elements, async (given) => {
        const read = await readBack(metadataFile("T", given));
        expect(read).toEqual(JSON.parse(JSON.stringify(given)));
        // What was read is written as the same file.
        expect(metadataFile("T", read)).toBe(metadataFile("T", given));
      }),
    );
  });
});

describe("a component as the client has read it", () => {
  test("has no attributes and nothing that is nil, also within others", async () => {
    const xml = `<records xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="T">
      <fullName>One</fullName>
      <gone xsi:nil="true"/>
      <empty/>
      <typed xsi:type="xsd:string">text</typed>
      <typedAndEmpty xsi:type="xsd:string"/>
      <inner xsi:type="I"><gone xsi:nil="true"/><kept>1</kept></inner>
      <list>a</list><list xsi:nil="true"/><list xsi:type="L"><part>b</part></list>
    </records>`;
    expect(await readBack(xml)).toEqual({
      fullName: "One",
      empty: "",
      typed: "text",
      typedAndEmpty: "",
      inner: { kept: "1" },
      list: ["a", { part: "b" }],
    });
  });

  test("keeps an element whose name is that of a property of every object", async () => {
    const read = elementsOf(JSON.parse('{"__proto__": "x", "toString": "y", "label": "z"}'));
    expect(Object.entries(read)).toEqual([
      ["__proto__", "x"],
      ["toString", "y"],
      ["label", "z"],
    ]);
  });
});
