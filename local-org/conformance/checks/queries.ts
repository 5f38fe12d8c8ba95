/** SOQL. */
import { errorOf } from "../api.ts";
import type { Asker } from "../asker.ts";
import type { Check, Kind } from "../check.ts";
import { expectLike, expectThat, Unaskable } from "../expectation.ts";
import type { Json } from "../http.ts";

const accountKinds: readonly Kind[] = ["accounts"];

const unexpectedToken = /unexpected token/;

/** The answer to a query that has to be refused. */
interface Refusal {
  errorCode: string;
  message?: RegExp;
}

const malformed = (message?: RegExp): Refusal => ({
  errorCode: "MALFORMED_QUERY",
  ...(message === undefined ? {} : { message }),
});

/** Queries that have to be refused alike. */
type Refused = readonly [refusal: Refusal, ...queries: string[]];

async function expectRefused({ api }: Asker, refused: readonly Refused[]): Promise<void> {
  for (const [refusal, ...queries] of refused)
    for (const soql of queries) {
      const answer = await api.query(soql);
      expectThat(answer.status === 400, `a refusal of ${soql}`, answer.status);
      expectLike({ soql, ...errorOf(answer) }, { soql, ...refusal });
    }
}

/** A rule about what a query must not say, and what it may. */
function refusedQueries(id: string, refused: readonly Refused[], accepted: readonly string[] = []): Check {
  return {
    id,
    async ask(asker) {
      await expectRefused(asker, refused);
      for (const soql of accepted) {
        const { status, text } = await asker.api.query(soql);
        expectThat(status === 200, `${soql} to be answered`, text);
      }
    },
  };
}

/** Makes accounts whose names share a beginning, and gives back that beginning. */
async function accounts(asker: Asker, rows: { [field: string]: string | null }[]): Promise<string> {
  const beginning = asker.name();
  for (const { Name, ...fields } of rows) await asker.create("Account", { Name: `${beginning}${Name}`, ...fields });
  return beginning;
}

/** What follows the beginning in the names of the found accounts. */
async function found({ api }: Asker, beginning: string, rest: string): Promise<string[]> {
  const records = await api.records(`SELECT Name FROM Account WHERE Name LIKE '${beginning}%' AND ${rest}`);
  return records.map(({ Name }: Json) => Name.slice(beginning.length));
}

const conditions: readonly Check[] = [
  {
    id: "query.nulls",
    makes: accountKinds,
    async ask(asker) {
      const beginning = await accounts(asker, [{ Name: "a", Phone: "1" }, { Name: "b", Phone: "2" }, { Name: "c" }]);
      const expectFound = async (where: string, names: string[]) =>
        expectLike((await found(asker, beginning, where)).toSorted(), names);
      await expectFound("Phone != '1'", ["b", "c"]);
      await expectFound("Phone NOT IN ('1')", ["b", "c"]);
      await expectFound("Phone = null", ["c"]);
      await expectFound("Phone > '1'", ["b"]);
    },
  },
  {
    id: "query.case",
    makes: accountKinds,
    async ask(asker) {
      const beginning = await accounts(asker, [{ Name: "abc" }]);
      const [account] = await asker.api.records(`SELECT Id FROM Account WHERE Name = '${beginning}ABC'`);
      expectLike(account?.Id, /^001/);
      const short = account.Id.slice(0, 15);
      expectLike(await asker.api.records(`SELECT Id FROM Account WHERE Id = '${short}'`), [{ Id: account.Id }]);
    },
  },
  refusedQueries(
    "query.and-or",
    [[malformed(unexpectedToken), "SELECT Id FROM User WHERE Name = 'a' AND Name = 'b' OR Name = 'c'"]],
    ["SELECT Id FROM User WHERE Name = 'a' AND (Name = 'b' OR Name = 'c')"],
  ),
  refusedQueries(
    "soql.not",
    [
      [
        malformed(unexpectedToken),
        "SELECT Id FROM User WHERE Name != null AND NOT (Phone = '1')",
        "SELECT Id FROM User WHERE NOT NOT Name = 'a'",
      ],
    ],
    ["SELECT Id FROM User WHERE Name = 'nobody' AND (NOT Phone = '1')", "SELECT Id FROM User WHERE NOT Name != 'x'"],
  ),
  {
    id: "soql.unicode-case",
    makes: accountKinds,
    async ask(asker) {
      const beginning = await accounts(asker, [{ Name: "ärger" }, { Name: "ÄRGER" }]);
      const records = await asker.api.records(`SELECT Id FROM Account WHERE Name = '${beginning}Ärger'`);
      expectLike(records.length, 2);
    },
  },
  {
    id: "soql.escapes",
    makes: accountKinds,
    async ask(asker) {
      const beginning = await accounts(asker, [{ Name: "O'Hara" }]);
      expectLike(await found(asker, beginning, `Name = '${beginning}O\\'Hara'`), ["O'Hara"]);
      await expectRefused(asker, [[malformed(), "SELECT Id FROM Account WHERE Name = 'a\\q'"]]);
    },
  },
  {
    id: "soql.like",
    makes: accountKinds,
    async ask(asker) {
      const beginning = await accounts(asker, [{ Name: "abc" }, { Name: "a%c" }]);
      expectLike((await found(asker, beginning, `Name LIKE '${beginning}a_c'`)).toSorted(), ["a%c", "abc"]);
      expectLike(await found(asker, beginning, `Name LIKE '${beginning}a\\%c'`), ["a%c"]);
      await expectRefused(asker, [
        [{ errorCode: "INVALID_QUERY_FILTER_OPERATOR" }, "SELECT Id FROM User WHERE CreatedDate LIKE '2026%'"],
      ]);
    },
  },
  refusedQueries(
    "login-history.filters",
    [
      [
        { errorCode: "INVALID_FIELD", message: /can not be filtered/ },
        "SELECT Id FROM LoginHistory WHERE Application = 'x'",
        "SELECT Id FROM LoginHistory WHERE Status = 'Success'",
      ],
    ],
    [
      "SELECT Id FROM LoginHistory WHERE LoginTime = TODAY LIMIT 1",
      "SELECT Application, COUNT(Id) FROM LoginHistory GROUP BY Application",
    ],
  ),
  refusedQueries("soql.multi-select", [
    [
      { errorCode: "INVALID_QUERY_FILTER_OPERATOR" },
      "SELECT Id FROM User WHERE LanguageLocaleKey INCLUDES ('en_US;de')",
      "SELECT Id FROM User WHERE Name EXCLUDES ('a', 'b')",
    ],
  ]),
  refusedQueries(
    "soql.string-length",
    [[malformed(), `SELECT Id FROM User WHERE Name = '${"a".repeat(4_001)}'`]],
    [`SELECT Id FROM User WHERE Name = '${"a".repeat(4_000)}'`],
  ),
  {
    id: "soql.date-literals",
    makes: accountKinds,
    async ask(asker) {
      const beginning = await accounts(asker, [{ Name: "a" }]);
      for (const where of ["> LAST_N_DAYS:3", "<= NEXT_N_DAYS:1", "> LAST_YEAR", "!= NEXT_YEAR", "= LAST_90_DAYS"])
        expectLike(await found(asker, beginning, `CreatedDate ${where}`), where === "> LAST_N_DAYS:3" ? [] : ["a"]);
    },
  },
  refusedQueries(
    "soql.date-functions",
    [
      [{ errorCode: "INVALID_FIELD" }, "SELECT Id FROM User WHERE CALENDAR_YEAR(Name) = 2026"],
      [malformed(/grouped or aggregated/), "SELECT CALENDAR_YEAR(CreatedDate) FROM User"],
    ],
    [
      "SELECT CALENDAR_YEAR(CreatedDate), COUNT(Id) FROM User GROUP BY CALENDAR_YEAR(CreatedDate)",
      "SELECT Id FROM User WHERE HOUR_IN_DAY(convertTimezone(CreatedDate)) = 25",
    ],
  ),
  refusedQueries(
    "soql.long-text",
    [
      [
        { errorCode: "INVALID_FIELD", message: /can not be filtered in a query call$/ },
        "SELECT Id FROM Account WHERE Description = 'a'",
      ],
      [
        malformed(/field 'Description' can not be sorted in a query call$/),
        "SELECT Id FROM Account ORDER BY Description",
      ],
      [
        malformed(/can not be grouped in a query call$/),
        "SELECT Description FROM Account GROUP BY Description",
        "SELECT CreatedDate FROM Account GROUP BY CreatedDate",
      ],
    ],
    ["SELECT Description FROM Account LIMIT 1"],
  ),
];

const results: readonly Check[] = [
  {
    id: "query.error-place",
    async ask({ api }) {
      expectLike(errorOf(await api.query("SELECT Foo FROM User")), {
        status: 400,
        errorCode: "INVALID_FIELD",
        message: /^\nSELECT Foo FROM User\n {7}\^\nERROR at Row:1:Column:8\n/,
      });
      expectLike(errorOf(await api.query("SELECT Id FROM Nobodies")), { status: 400, errorCode: "INVALID_TYPE" });
    },
  },
  {
    id: "query.empty-children",
    makes: accountKinds,
    async ask(asker) {
      const beginning = await accounts(asker, [{ Name: "a" }]);
      const soql = `SELECT Name, (SELECT Id FROM Contacts) FROM Account WHERE Name = '${beginning}a'`;
      expectLike(await asker.api.records(soql), [{ Contacts: null }]);
    },
  },
  refusedQueries(
    "query.fields-limit",
    [[malformed(), "SELECT FIELDS(ALL) FROM Organization", "SELECT FIELDS(ALL) FROM Organization LIMIT 201"]],
    ["SELECT FIELDS(ALL) FROM Organization LIMIT 1"],
  ),
  {
    id: "query.pages",
    makes: accountKinds,
    async ask(asker) {
      const Name = asker.name();
      const records = Array.from({ length: 200 }, () => ({ attributes: { type: "Account" }, Name }));
      for (const batch of [records, records.slice(0, 10)]) {
        const { body } = await asker.api.call("POST", "/composite/sobjects", { records: batch });
        const ids = body.map(({ id }: Json) => id).join(",");
        asker.later(() => asker.api.call("DELETE", `/composite/sobjects?ids=${ids}`));
      }
      const path = `/query?q=${encodeURIComponent(`SELECT Id FROM Account WHERE Name = '${Name}'`)}`;
      const options = { "sforce-query-options": "batchSize=1" };
      const first = await asker.api.call("GET", path, undefined, options);
      expectLike(first.body, { totalSize: 210, done: false, nextRecordsUrl: /\/query\/0r8\w+-200$/ });
      expectLike(first.body.records.length, 200);
      const second = await asker.api.call("GET", `/${first.body.nextRecordsUrl}`);
      expectLike(second.body, { totalSize: 210, done: true });
      expectLike(second.body.records.length, 10);
    },
  },
  {
    id: "soql.text-order",
    makes: accountKinds,
    async ask(asker) {
      const beginning = await accounts(asker, [{ Name: "b" }, { Name: "A_" }, { Name: "AB" }, { Name: "a" }]);
      expectLike(await found(asker, beginning, "Name != null ORDER BY Name"), ["a", "AB", "A_", "b"]);
    },
  },
  {
    id: "soql.null-order",
    makes: accountKinds,
    async ask(asker) {
      const beginning = await accounts(asker, [{ Name: "1", Phone: "1" }, { Name: "none" }, { Name: "2", Phone: "2" }]);
      for (const [order, names] of [
        ["ASC", ["none", "1", "2"]],
        ["DESC", ["none", "2", "1"]],
        ["DESC NULLS LAST", ["2", "1", "none"]],
      ] as const)
        expectLike(await found(asker, beginning, `Name != null ORDER BY Phone ${order}`), names);
    },
  },
  refusedQueries(
    "soql.offset",
    [[{ errorCode: "NUMBER_OUTSIDE_VALID_RANGE" }, "SELECT Id FROM User OFFSET 2001"]],
    ["SELECT Id FROM User OFFSET 2000"],
  ),
  {
    id: "soql.count",
    async ask(asker) {
      const { body } = await asker.api.query("SELECT COUNT() FROM Profile LIMIT 2");
      expectLike(body, { totalSize: 2, done: true, records: [] });
      await expectRefused(asker, [[malformed(), "SELECT COUNT() FROM Profile GROUP BY Name"]]);
    },
  },
  {
    id: "soql.aggregate-names",
    async ask(asker) {
      const soql =
        "SELECT UserLicense.Name, COUNT(Id), MIN(Name), MAX(Name) final FROM Profile GROUP BY UserLicense.Name LIMIT 1";
      const [group] = await asker.api.records(soql);
      expectLike(Object.keys(group ?? {}), ["attributes", "Name", "expr0", "expr1", "final"]);
      await expectRefused(asker, [
        [malformed(/duplicate alias/), "SELECT Name, COUNT(Id) Name FROM Profile GROUP BY Name"],
      ]);
    },
  },
  refusedQueries("soql.grouped-only", [
    [malformed(/must be grouped or aggregated/), "SELECT Name, UserType FROM Profile GROUP BY Name"],
    [malformed(/must be grouped or aggregated/), "SELECT Name FROM Profile GROUP BY Name ORDER BY UserType"],
  ]),
  refusedQueries("soql.overall-limit", [[malformed(/LIMIT/), "SELECT COUNT(Id) FROM User LIMIT 1"]]),
  refusedQueries("soql.too-complicated", [
    [
      { errorCode: "QUERY_TOO_COMPLICATED" },
      `SELECT Id FROM User WHERE ${"(".repeat(300)}Name = 'a'${")".repeat(300)}`,
    ],
  ]),
  refusedQueries("soql.aliases", [[malformed(/field aliasing/), "SELECT Name n FROM Profile"]]),
];

const relations: readonly Check[] = [
  refusedQueries(
    "soql.semi-join-place",
    [
      [
        malformed(),
        "SELECT Id FROM Profile WHERE Id IN (SELECT ProfileId FROM User) OR Name = 'a'",
        "SELECT Id FROM Profile WHERE NOT Id IN (SELECT ProfileId FROM User)",
        "SELECT Id FROM Profile WHERE Id IN (SELECT ProfileId FROM User WHERE Id IN (SELECT AssigneeId FROM PermissionSetAssignment))",
      ],
    ],
    ["SELECT Id FROM Profile WHERE Id IN (SELECT ProfileId FROM User) AND Name != null"],
  ),
  refusedQueries("soql.semi-join-object", [
    [malformed(/same object type/), "SELECT Id FROM User WHERE Id NOT IN (SELECT ManagerId FROM User)"],
    [malformed(/id fields/), "SELECT Id FROM User WHERE ProfileId IN (SELECT Name FROM Profile)"],
  ]),
  refusedQueries("soql.child-aggregates", [
    [malformed(/only root queries/), "SELECT Id, (SELECT COUNT(Id) FROM Contacts) FROM Account"],
  ]),
  {
    id: "soql.child-levels",
    async ask(asker) {
      const nested = (levels: number): string =>
        `SELECT Name${levels > 1 ? `, (${nested(levels - 1)})` : ""} FROM ChildAccounts`;
      expectLike((await asker.api.query(`SELECT Name, (${nested(4)}) FROM Account LIMIT 1`)).status, 200);
      await expectRefused(asker, [[malformed(), `SELECT Name, (${nested(5)}) FROM Account LIMIT 1`]]);
    },
  },
  {
    id: "soql.polymorphic",
    makes: ["permission sets"],
    async ask(asker) {
      const { id, apexClass } = await grantedClass(asker);
      const soql = `SELECT SetupEntity.Name, SetupEntity.Type FROM SetupEntityAccess WHERE Id = '${id}'`;
      expectLike(await asker.api.records(soql), [
        {
          SetupEntity: {
            attributes: { type: "Name", url: new RegExp(`/sobjects/ApexClass/${apexClass.Id}$`) },
            Name: apexClass.Name,
            Type: "ApexClass",
          },
        },
      ]);
    },
  },
  {
    id: "soql.typeof",
    makes: ["permission sets"],
    async ask(asker) {
      const { id, apexClass } = await grantedClass(asker);
      const soql = `SELECT TYPEOF SetupEntity WHEN ApexClass THEN Name, NamespacePrefix ELSE Name END FROM SetupEntityAccess WHERE Id = '${id}'`;
      expectLike(await asker.api.records(soql), [
        {
          SetupEntity: {
            attributes: { type: "ApexClass" },
            Name: apexClass.Name,
            NamespacePrefix: apexClass.NamespacePrefix,
          },
        },
      ]);
    },
  },
  refusedQueries(
    "soql.for",
    [[malformed(), "SELECT Id FROM User ORDER BY Name LIMIT 1 FOR UPDATE"]],
    ["SELECT Id FROM User LIMIT 1 FOR VIEW", "SELECT Id FROM User LIMIT 1 FOR REFERENCE"],
  ),
  refusedQueries("soql.apex-only", [
    [
      malformed(),
      "SELECT Id FROM User WHERE Name = :name",
      "SELECT Id FROM User ALL ROWS",
      "SELECT Id FROM User WITH SECURITY_ENFORCED",
    ],
  ]),
  {
    id: "soql.labels",
    makes: ["users"],
    async ask({ api }, fixtures) {
      const { userId } = await fixtures.person();
      const soql = `SELECT toLabel(EmailEncodingKey) FROM User WHERE Id = '${userId}'`;
      expectLike(await api.records(soql), [{ EmailEncodingKey: "Unicode (UTF-8)" }]);
    },
  },
];

/** A permission set that grants any Apex class: the row and the class. */
async function grantedClass(asker: Asker): Promise<{ id: string; apexClass: Json }> {
  const [apexClass] = await asker.api.records("SELECT Id, Name, NamespacePrefix FROM ApexClass LIMIT 1");
  if (apexClass === undefined) throw new Unaskable("The org has no Apex class.");
  const name = asker.name();
  const ParentId = await asker.create("PermissionSet", { Name: name, Label: name });
  return { id: await asker.create("SetupEntityAccess", { ParentId, SetupEntityId: apexClass.Id }), apexClass };
}

export const queryChecks: readonly Check[] = [...conditions, ...results, ...relations];
