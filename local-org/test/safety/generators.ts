import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { metadataTypes } from "../../src/metadata/metadataTypes.ts";
import type { ComplexTypeSchema } from "../../src/metadata/typeSchema.ts";
import { objects } from "../../src/schema/index.ts";

/** Pieces of text that parsers stumble over. */
const nastyTexts = [
  "__proto__",
  "constructor",
  "toString",
  "\u0000",
  "\uD800",
  "\uFEFF",
  "é",
  "𝒳",
  "'",
  '"',
  "\\",
  "%",
  "&",
  "&#0;",
  "&#x110000;",
  "&#xD800;",
  "&amp;",
  "&nothing;",
  "<",
  ">",
  "]]>",
  "<![CDATA[",
  "<!--",
  "-->",
  "<?xml ?>",
  "<!DOCTYPE a>",
  "xsi:nil",
  "#text",
  ":@",
  "..",
  "/",
  "null",
  "true",
  "1e999",
  "-1",
  "0",
  "9".repeat(40),
  "a".repeat(300),
  "",
  " ",
  "\n",
];

export const nasty: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...nastyTexts),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 6 }),
);

/** A text with some pieces cut out, doubled, or replaced by nasty ones. */
export function mutated(base: string): fc.Arbitrary<string> {
  const position = fc.nat({ max: base.length });
  const edit = fc.record({ start: position, length: fc.nat({ max: 30 }), put: fc.option(nasty), twice: fc.boolean() });
  return fc.array(edit, { maxLength: 5 }).map((edits) =>
    edits.reduce((text, { start, length, put, twice }) => {
      const piece = text.slice(start, start + length);
      return text.slice(0, start) + (put ?? "") + (twice ? piece + piece : "") + text.slice(start + length);
    }, base),
  );
}

const objectName = fc.constantFrom(...objects.map(({ name }) => name));
const fieldName = fc.constantFrom(...new Set(objects.flatMap(({ fields }) => [...fields.keys()].slice(0, 40))));

/** Tokens of SOQL in any order. */
const soup: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fieldName },
      { weight: 2, arbitrary: objectName },
      {
        weight: 6,
        arbitrary: fc.constantFrom(
          ..."SELECT FROM WHERE AND OR NOT IN LIKE INCLUDES EXCLUDES ORDER BY ASC DESC NULLS FIRST LAST LIMIT OFFSET GROUP HAVING COUNT() COUNT(Id) MIN(Name) MAX MIN SUM AVG FIELDS(ALL) FIELDS(STANDARD) TYPEOF WHEN THEN ELSE END WITH FOR VIEW ALL ROWS ROLLUP CUBE TODAY LAST_N_DAYS:3 LAST_WEEK NEXT_FISCAL_YEAR CALENDAR_YEAR(CreatedDate) convertCurrency toLabel(Name) format Profile.Name Profile.UserLicense.Name CreatedBy.Profile.UserLicense.Name Account.Contacts".split(
            " ",
          ),
        ),
      },
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          "(",
          ")",
          ",",
          "=",
          "!=",
          "<>",
          "<",
          "<=",
          ">=",
          "'x'",
          "'%'",
          "1",
          "-1.5",
          "null",
          "true",
          "2026-01-01",
          "2026-01-01T00:00:00Z",
          ".",
          ":",
          "*",
          ";",
          "--",
          "/*",
        ),
      },
      { weight: 1, arbitrary: nasty },
    ),
    { maxLength: 25 },
  )
  .map((tokens) => tokens.join(" "));

const queries = [
  "SELECT Id, Name, Profile.UserLicense.Name FROM User WHERE IsActive = true AND (Username LIKE 'a%' OR NOT Alias IN ('x','y')) ORDER BY Name DESC NULLS LAST LIMIT 10 OFFSET 2",
  "SELECT Label, (SELECT Id, AssigneeId FROM Assignments WHERE IsActive = true LIMIT 2) FROM PermissionSet WHERE Id IN (SELECT PermissionSetId FROM PermissionSetAssignment WHERE Assignee.IsActive = true)",
  "SELECT ProfileId, COUNT(Id) n FROM User WHERE CreatedDate = LAST_N_DAYS:30 GROUP BY ProfileId HAVING COUNT(Id) > 1 ORDER BY COUNT(Id)",
  "SELECT FIELDS(STANDARD) FROM Account WHERE CreatedDate > 2026-01-01T00:00:00Z AND Name != null LIMIT 5",
  "SELECT COUNT() FROM SetupEntityAccess WHERE SetupEntityType = 'ApexClass'",
];

const literal = fc.oneof(
  fc.constantFrom(
    "null",
    "true",
    "false",
    "0",
    "-1",
    "3.14",
    "2026-01-01",
    "2026-01-01T00:00:00Z",
    "2026-13-45",
    "EUR5",
  ),
  fc.constantFrom(
    "TODAY",
    "LAST_WEEK",
    "LAST_N_DAYS:7",
    "NEXT_N_FISCAL_YEARS:2",
    "THIS_QUARTER",
    "LAST_N_DAYS:99999999",
  ),
  fc.oneof(nasty, fc.constantFrom("a%", "%_", "005000000000001")).map((text) => `'${text.replace(/['\\]/g, "\\$&")}'`),
);

/** A literal that fits a field of that type. */
function literalOf(type: string): fc.Arbitrary<string> {
  if (type === "boolean") return fc.constantFrom("true", "false");
  if (type === "datetime")
    return fc.constantFrom("TODAY", "LAST_N_DAYS:3", "2026-01-01T00:00:00Z", "NEXT_YEAR", "null");
  if (type === "int" || type === "double") return fc.constantFrom("0", "1", "-5", "2.5", "null");
  return fc.oneof(nasty, fc.constantFrom("a", "005000000000001")).map((text) => `'${text.replace(/['\\]/g, "\\$&")}'`);
}

/** Queries whose names exist, with conditions, orders and groups that fit or do not. */
const named: fc.Arbitrary<string> = fc.constantFrom(...objects).chain(({ name, fields }) => {
  const field = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...fields.keys()) },
    { weight: 1, arbitrary: fc.constantFrom("Profile.Name", "CreatedBy.Profile.UserLicense.Name", "Owner.Name", "Id") },
    { weight: 1, arbitrary: fc.constantFrom(...fields.keys()).map((inner) => `CALENDAR_YEAR(${inner})`) },
  );
  const operator = fc.constantFrom("=", "!=", "<", "<=", ">", ">=", "LIKE", "IN", "NOT IN", "INCLUDES");
  const list = fc.array(literal, { minLength: 1, maxLength: 3 }).map((values) => `(${values.join(", ")})`);
  const anyhow = fc
    .tuple(field, operator, literal, list)
    .map(([left, sign, value, values]) => `${left} ${sign} ${/IN|INCLUDES/.test(sign) ? values : value}`);
  const fitting = fc
    .constantFrom(...fields.values())
    .chain((left) =>
      fc
        .tuple(fc.constantFrom("=", "!=", ...(left.type === "boolean" ? [] : ["<", ">="])), literalOf(left.type))
        .map(([sign, value]) => `${left.name} ${sign} ${value}`),
    );
  const condition = fc.letrec<{ all: string }>((tie) => ({
    all: fc.oneof(
      { depthSize: "small" },
      { weight: 8, arbitrary: fitting },
      { weight: 1, arbitrary: anyhow },
      fc.tuple(field, objectName, field).map(([left, object, inner]) => `${left} IN (SELECT ${inner} FROM ${object})`),
      fc.tuple(tie("all"), fc.constantFrom("AND", "OR"), tie("all")).map((parts) => `(${parts.join(" ")})`),
      tie("all").map((inner) => `NOT (${inner})`),
    ),
  })).all;
  const aggregate = fc.tuple(fc.constantFrom("COUNT", "MIN", "MAX", "SUM", "AVG", "COUNT_DISTINCT"), field);
  const plain = fc
    .array(field, { minLength: 1, maxLength: 4 })
    .map((names) => ({ names: names.join(", "), group: "" }));
  const grouped = fc.tuple(field, aggregate, fc.boolean()).map(([by, [call, of], having]) => ({
    names: `${by}, ${call}(${of}) n`,
    group: ` GROUP BY ${by}${having ? ` HAVING ${call}(${of}) > 0` : ""}`,
  }));
  const end = fc.constantFrom(
    "",
    " LIMIT 3",
    " LIMIT 0",
    " LIMIT 5 OFFSET 1",
    " OFFSET 3000",
    " ALL ROWS",
    " FOR VIEW",
  );
  return fc
    .tuple(fc.oneof(plain, grouped), fc.option(condition), fc.option(field), end)
    .map(
      ([{ names, group }, where, order, last]) =>
        `SELECT ${names} FROM ${name}${where === null ? "" : ` WHERE ${where}`}${group}${order === null ? "" : ` ORDER BY ${order}`}${last}`,
    );
});

export const soql: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: named },
  { weight: 1, arbitrary: named.chain(mutated) },
  { weight: 1, arbitrary: soup },
  ...queries.map((query) => ({ weight: 1, arbitrary: mutated(query) })),
  { weight: 1, arbitrary: fc.string({ maxLength: 60 }) },
);

const metadataNamespace = "http://soap.sforce.com/2006/04/metadata";
const partnerNamespace = "urn:partner.soap.sforce.com";
const typeName = fc.oneof(fc.constantFrom(...metadataTypes.map(({ schema }) => schema.name)), nasty);
const elementNames = metadataTypes.flatMap(({ schema }) => schema.fields.map(({ name }) => name));

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** Elements as records of metadata have them: some known, some not, nested and not. */
const elements: fc.Arbitrary<string> = fc.letrec<{ all: string; one: string }>((tie) => ({
  all: fc.array(tie("one"), { maxLength: 6 }).map((parts) => parts.join("")),
  one: fc
    .tuple(
      fc.constantFrom(...elementNames, "fullName", "label", "a", "constructor", "__proto__", "hasOwnProperty"),
      fc.oneof({ weight: 5, arbitrary: nasty.map(escaped) }, { weight: 1, arbitrary: tie("all") }),
    )
    .map(([name, content]) => `<${name}>${content}</${name}>`),
})).all;

/** A record as its type has it, each element with a value that may fit. */
function recordOf({ fields }: ComplexTypeSchema): fc.Arbitrary<string> {
  const each = fields.map((field) => {
    const value =
      field.kind === "complex" && field.type !== undefined
        ? recordOf(field.type)
        : fc.oneof(
            fc.constantFrom("true", "false", "1", "A", "ApiEnabled", "Account", ...(field.values ?? [])),
            nasty.map(escaped),
          );
    const element = value.map((text) => `<${field.name}>${text}</${field.name}>`);
    return fc.array(element, { minLength: field.required ? 1 : 0, maxLength: field.repeated ? 2 : 1 });
  });
  return fc.tuple(...each).map((parts) => parts.flat().join(""));
}

const metadataRecord = fc
  .constantFrom(...metadataTypes)
  .chain(({ schema }) =>
    fc
      .tuple(recordOf(schema), fc.oneof(fc.constantFrom("A", "B", "Admin"), nasty.map(escaped)))
      .map(([content, fullName]) => ({ schema, content, fullName })),
  );

const metadataCalls = [
  "describeMetadata",
  "listMetadata",
  "readMetadata",
  "createMetadata",
  "updateMetadata",
  "upsertMetadata",
  "deleteMetadata",
  "renameMetadata",
  "describeValueType",
  "deploy",
  "checkDeployStatus",
  "cancelDeploy",
  "retrieve",
  "checkRetrieveStatus",
];
const partnerCalls = ["query", "queryMore", "create", "update", "delete", "upsert", "getUserInfo", "describeSObject"];

export interface SoapRequest {
  path: string;
  body: string;
}

/** SOAP calls of both APIs: well-formed ones with wild content, and broken ones. */
export function soapRequest(accessToken: string): fc.Arbitrary<SoapRequest> {
  const envelope = (namespace: string, call: string, content: string): string =>
    `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="${namespace}"><soapenv:Header><SessionHeader><sessionId>${accessToken}</sessionId></SessionHeader></soapenv:Header><soapenv:Body><${call}>${content}</${call}></soapenv:Body></soapenv:Envelope>`;
  const metadata = fc
    .tuple(fc.constantFrom(...metadataCalls), typeName, elements, nasty)
    .map(([call, type, content, name]) =>
      envelope(
        metadataNamespace,
        call,
        `<metadata xsi:type="${escaped(type).replaceAll('"', "")}">${content}</metadata><type>${escaped(type)}</type><fullNames>${escaped(name)}</fullNames>${content}`,
      ),
    );
  const saves = fc
    .tuple(fc.constantFrom("createMetadata", "updateMetadata", "upsertMetadata"), metadataRecord)
    .map(([call, { schema, content, fullName }]) =>
      envelope(
        metadataNamespace,
        call,
        `<metadata xsi:type="${schema.name}"><fullName>${fullName}</fullName>${content}</metadata>`,
      ),
    );
  const firstParameter = fc
    .tuple(fc.constantFrom(...metadataCalls), typeName, nasty)
    .map(([call, type, name]) =>
      envelope(metadataNamespace, call, `<type>${escaped(type)}</type><fullNames>${escaped(name)}</fullNames>`),
    );
  const partner = fc
    .tuple(fc.constantFrom(...partnerCalls), objectName, fieldName, nasty, soql)
    .map(([call, object, field, value, query]) =>
      envelope(
        partnerNamespace,
        call,
        call.startsWith("query")
          ? `<queryString>${escaped(query)}</queryString>`
          : `<sObjects><type>${object}</type><Id>${escaped(value)}</Id><${field}>${escaped(value)}</${field}></sObjects><ids>${escaped(value)}</ids>`,
      ),
    );
  const metadataPath = "/services/Soap/m/68.0";
  const partnerPath = "/services/Soap/u/68.0";
  const whole = fc.oneof(
    metadata.map((body) => ({ path: metadataPath, body })),
    saves.map((body) => ({ path: metadataPath, body })),
    firstParameter.map((body) => ({ path: metadataPath, body })),
    partner.map((body) => ({ path: partnerPath, body })),
  );
  const broken = whole.chain(({ path, body }) => mutated(body).map((text) => ({ path, body: text })));
  return fc.oneof({ weight: 3, arbitrary: whole }, { weight: 2, arbitrary: broken });
}

/** JSON bodies for records: fields that exist with values that do not fit, and anything else. */
const recordBody: fc.Arbitrary<unknown> = fc.oneof(
  fc.dictionary(fc.oneof(fieldName, nasty), fc.oneof(nasty, fc.jsonValue({ maxDepth: 2 })), { maxKeys: 6 }),
  fc.jsonValue({ maxDepth: 4 }),
);

export interface JsonRequest {
  method: string;
  path: string;
  body: string;
}

const data = "/services/data/v68.0";
const segment = nasty.map((text) => encodeURIComponent(text.toWellFormed()));
const idLike = fc.oneof(
  segment,
  fc.constantFrom("000000000000000", "005000000000001", "0PS000000000001AAA", "me", "Username"),
);

const collections = fc.record({ allOrNone: fc.boolean(), records: fc.array(typedRecord(), { maxLength: 4 }) });
const composites = fc.record({
  allOrNone: fc.oneof(fc.boolean(), nasty),
  compositeRequest: fc.array(subrequest(), { minLength: 1, maxLength: 4 }),
});

/** @param ids of records that exist */
export function jsonRequest(ids: readonly string[]): fc.Arbitrary<JsonRequest> {
  const verb = fc.constantFrom("GET", "POST", "PATCH", "DELETE", "PUT");
  const id = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: idLike });
  const call = (method: fc.Arbitrary<string>, path: fc.Arbitrary<string>, body: fc.Arbitrary<unknown>) =>
    fc.tuple(method, path, body);
  const just = (method: string) => fc.constant(method);
  const ofObject = objects.map(({ name, fields }) => ({
    name,
    body: fc.dictionary(
      fc.constantFrom(...fields.keys()),
      fc.oneof(nasty, fc.constantFrom(true, false, null, 1, "A", ...ids), fc.jsonValue({ maxDepth: 1 })),
      { maxKeys: 8 },
    ),
  }));
  const object = fc.constantFrom(...ofObject);
  const requests = fc.oneof(
    object.chain(({ name, body }) => call(just("POST"), just(`${data}/sobjects/${name}`), body)),
    object.chain(({ name, body }) =>
      call(
        just("PATCH"),
        id.map((key) => `${data}/sobjects/${name}/${key}`),
        body,
      ),
    ),
    object.chain(({ name, body }) =>
      call(
        fc.constantFrom("GET", "PATCH", "DELETE"),
        fc.tuple(fieldName, segment).map(([field, value]) => `${data}/sobjects/${name}/${field}/${value}`),
        body,
      ),
    ),
    call(
      verb,
      fc.tuple(objectName, id).map(([name, key]) => `${data}/sobjects/${name}/${key}`),
      recordBody,
    ),
    call(
      just("GET"),
      fc
        .tuple(objectName, id, fieldName)
        .map(([name, key, field]) => `${data}/sobjects/${name}/${key}?fields=${field},x`),
      recordBody,
    ),
    call(fc.constantFrom("POST", "PATCH"), just(`${data}/composite/sobjects`), collections),
    call(
      just("DELETE"),
      fc.array(id, { maxLength: 3 }).map((keys) => `${data}/composite/sobjects?ids=${keys.join(",")}`),
      recordBody,
    ),
    call(just("POST"), just(`${data}/composite`), composites),
    call(
      verb,
      fc.constantFrom(
        `${data}/limits`,
        `${data}/tooling/query?q=SELECT+Id+FROM+ApexClass`,
        `${data}/apps/oauth/usage`,
        `${data}/apps/oauth/credentials/x/y`,
        `${data}/metadata/deployRequest/0Af000000000001`,
        "/services/oauth2/revoke",
        "/services/oauth2/userinfo",
      ),
      recordBody,
    ),
    call(
      just("POST"),
      fc
        .constantFrom("createVoiceCall", "updateVoiceCall", "executeOmniFlow", "clearRouting")
        .map((name) => `/services/apexrest/cnxscv/voice/v1/${name}`),
      fc.dictionary(
        fc.constantFrom("from", "to", "vendorCallKey", "voiceCallId", "initiationMethod"),
        fc.oneof(nasty, fc.jsonValue()),
      ),
    ),
    call(
      verb,
      fc.array(segment, { maxLength: 4 }).map((parts) => `${data}/${parts.join("/")}`),
      recordBody,
    ),
  );
  const broken = fc.oneof({ weight: 8, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: nasty });
  return fc.tuple(requests, broken).map(([[method, path, value], piece]) => {
    const text = JSON.stringify(value) ?? "";
    return { method, path, body: piece === null ? text : text.slice(0, text.length / 2) + piece };
  });
}

function typedRecord(): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.oneof(objectName, nasty), recordBody)
    .map(([type, fields]) => ({ attributes: { type }, ...(fields as object) }));
}

function subrequest(): fc.Arbitrary<unknown> {
  const reference = fc.constantFrom("@{a.id}", "@{a.records[0].Id}", "@{b}", "@{a.__proto__.x}", "@{a.constructor}");
  return fc.record({
    method: fc.oneof(fc.constantFrom("GET", "POST", "PATCH", "DELETE"), nasty),
    url: fc.oneof(
      fc.tuple(objectName, fc.oneof(reference, idLike)).map(([name, id]) => `${data}/sobjects/${name}/${id}`),
      soql.map((query) => `${data}/query?q=${encodeURIComponent(query.toWellFormed())}`),
      nasty,
    ),
    referenceId: fc.constantFrom("a", "b", "c", "__proto__", "constructor"),
    body: fc.oneof(recordBody, reference),
    httpHeaders: fc.option(fc.dictionary(nasty, nasty, { maxKeys: 2 }), { nil: undefined }),
  });
}

/** A file of an archive. */
interface Entry {
  path: string;
  data: Buffer;
}

/** A zip with the sizes as they are, or as `announced`. */
export function zip(entries: readonly Entry[], announced?: number): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { path, data } of entries) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(data);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(8, 4);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(announced ?? data.length, 18);
    header.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), header, name, packed]);
    const rest = Buffer.alloc(16);
    rest.writeUInt32LE(offset, 12);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), header, rest.subarray(2), name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from("PK\x05\x06"), end]);
}

const manifestText = `<Package xmlns="${metadataNamespace}">${metadataTypes
  .map(({ schema }) => `<types><members>*</members><name>${schema.name}</name></types>`)
  .join("")}<version>68.0</version></Package>`;

/** Archives for a deploy: with files that fit or not, and with bytes changed. */
export const archive: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: fc.constant(manifestText) }, { weight: 1, arbitrary: mutated(manifestText) }),
    fc.array(
      fc.oneof(
        { weight: 3, arbitrary: metadataRecord.map(({ schema, content }) => ({ schema, content, name: "A" })) },
        {
          weight: 1,
          arbitrary: fc
            .tuple(fc.constantFrom(...metadataTypes), nasty, elements)
            .map(([{ schema }, name, content]) => ({ schema, content, name })),
        },
      ),
      { maxLength: 4 },
    ),
    fc.array(fc.tuple(nasty, nasty), { maxLength: 1 }),
    fc.array(fc.tuple(fc.nat({ max: 20_000 }), fc.nat({ max: 255 })), { maxLength: 2 }),
  )
  .map(([manifest, files, others, changes]) => {
    const bytes = zip([
      { path: "package.xml", data: Buffer.from(manifest) },
      ...files.map(({ schema, content, name }) => ({
        path: `${schema.directoryName}/${name}.${schema.suffix}`,
        data: Buffer.from(`<${schema.name} xmlns="${metadataNamespace}">${content}</${schema.name}>`),
      })),
      ...others.map(([path, data]) => ({ path, data: Buffer.from(data) })),
    ]);
    for (const [position, value] of changes) if (position < bytes.length) bytes[position] = value;
    return bytes;
  });
