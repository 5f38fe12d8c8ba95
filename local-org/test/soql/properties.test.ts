import { describe, expect, test } from "@jest/globals";
import { isQueryValid } from "@jetstreamapp/soql-parser-js";
import fc from "fast-check";
import { createOrg, type OwnedOrg } from "../../src/org.ts";
import { contextOfUser } from "../../src/requestContext.ts";
import { runSoql } from "../../src/soql/run.ts";
import {
  capitals,
  conditions,
  orderings,
  type PlainRecord,
  someNumber,
  someText,
  someTime,
  texts,
} from "./reference.ts";

const runs = 150;

/** An org and a way to ask it for the ids that a query finds. */
function withData<Result>(work: (org: OwnedOrg, query: (soql: string) => PlainRecord[]) => Result): Result {
  const org = createOrg({});
  try {
    const context = contextOfUser(org, org.deployer.userId, "68.0");
    return work(org, (soql) => runSoql(org.database, context, soql).records as PlainRecord[]);
  } finally {
    org.close();
  }
}

const ids = (records: PlainRecord[]): unknown[] => records.map(({ Id }) => Id);

/** Accounts with random texts, some of them the parents of later ones. */
function someAccounts(org: OwnedOrg): PlainRecord[] {
  const accounts: PlainRecord[] = [];
  for (const fields of fc.sample(fc.tuple(fc.constantFrom(...texts), someText, someText, fc.nat()), {
    numRuns: 40,
    seed: 1,
  })) {
    const [Name, Phone, AccountNumber, choice] = fields;
    const Parent = choice % 2 === 0 ? (accounts[choice % 7] ?? null) : null;
    const ParentId = Parent === null ? null : String(Parent.Id);
    const Id = org.records.insert("Account", { Name, Phone, AccountNumber, ParentId });
    accounts.push({ Id, Name, Phone, AccountNumber, Parent });
  }
  return accounts;
}

describe("SOQL over random data", () => {
  test("WHERE finds the records for which the condition holds, in the order of their making", () =>
    withData((org, query) => {
      const accounts = someAccounts(org);
      const fields = {
        Name: "text",
        Phone: "text",
        "Parent.AccountNumber": "text",
        "Parent.Parent.Name": "text",
      } as const;
      fc.assert(
        fc.property(conditions(fields), ({ soql, holds }) => {
          const text = `SELECT Id FROM Account WHERE ${soql}`;
          expect(isQueryValid(text)).toBe(true);
          expect(ids(query(text))).toEqual(ids(accounts.filter(holds)));
        }),
        { numRuns: runs },
      );
    }));

  test("numbers and times are compared as such", () =>
    withData((org, query) => {
      const calls = fc.sample(fc.tuple(someNumber, someTime, someText), { numRuns: 40, seed: 2 }).map((values) => {
        const [CallDurationInSeconds, CallStartDateTime, VendorCallKey] = values;
        const call = { CallDurationInSeconds, CallStartDateTime, VendorCallKey };
        return { Id: org.records.insert("VoiceCall", call), ...call };
      });
      const fields = { CallDurationInSeconds: "number", CallStartDateTime: "time", VendorCallKey: "text" } as const;
      fc.assert(
        fc.property(conditions(fields), orderings(Object.keys(fields)), ({ soql, holds }, order) => {
          const text = `SELECT Id FROM VoiceCall WHERE ${soql} ORDER BY ${order.soql}`;
          expect(ids(query(text))).toEqual(ids(calls.filter(holds).sort(order.compare)));
        }),
        { numRuns: runs },
      );
    }));

  test("ORDER BY, LIMIT and OFFSET cut the ordered records, and COUNT() counts what is cut", () =>
    withData((org, query) => {
      const accounts = someAccounts(org);
      const window = fc.record({ limit: fc.nat(30), offset: fc.nat(30) });
      fc.assert(
        fc.property(orderings(["Name", "Phone", "Parent.Name"]), window, (order, { limit, offset }) => {
          const cut = [...accounts].sort(order.compare).slice(offset, offset + limit);
          expect(ids(query(`SELECT Id FROM Account ORDER BY ${order.soql} LIMIT ${limit} OFFSET ${offset}`))).toEqual(
            ids(cut),
          );
          const context = contextOfUser(org, org.deployer.userId, "68.0");
          const count = `SELECT COUNT() FROM Account LIMIT ${limit} OFFSET ${offset}`;
          expect(runSoql(org.database, context, count)).toEqual({ totalSize: cut.length, records: [] });
        }),
        { numRuns: runs },
      );
    }));

  test("groups are counted, filtered and ordered as their members say", () =>
    withData((org, query) => {
      const calls: PlainRecord[] = fc.sample(fc.tuple(someNumber, someText), { numRuns: 60, seed: 3 }).map((values) => {
        const [CallDurationInSeconds, VendorCallKey] = values;
        org.records.insert("VoiceCall", { CallDurationInSeconds, VendorCallKey });
        return { CallDurationInSeconds, VendorCallKey };
      });
      fc.assert(
        fc.property(
          fc.nat(4),
          fc.constantFrom("SUM", "MIN", "MAX", "AVG"),
          conditions({ VendorCallKey: "text" }),
          (least, name, where) => {
            const groups = Map.groupBy(calls.filter(where.holds), ({ VendorCallKey }) =>
              VendorCallKey === null ? null : capitals(String(VendorCallKey)),
            );
            const expected = [...groups]
              .filter(([, members]) => members.length > least)
              .sort(([one], [other]) => (one === null ? -1 : other === null ? 1 : one < other ? -1 : 1))
              .map(([key, members]) => {
                const numbers = members.map(({ CallDurationInSeconds }) => CallDurationInSeconds as number | null);
                return [
                  key,
                  members.length,
                  aggregate(
                    name,
                    numbers.filter((value) => value !== null),
                  ),
                ];
              });
            const soql = `SELECT VendorCallKey k, COUNT(Id) n, ${name}(CallDurationInSeconds) FROM VoiceCall WHERE ${where.soql} GROUP BY VendorCallKey HAVING COUNT(Id) > ${least} ORDER BY VendorCallKey`;
            const found = query(soql).map(({ k, n, expr0 }) => [k === null ? null : capitals(String(k)), n, expr0]);
            expect(found).toEqual(expected);
          },
        ),
        { numRuns: runs },
      );
    }));

  test("semi-joins and anti-joins, and children, are those of the other sObject", () =>
    withData((org, query) => {
      const accounts = someAccounts(org);
      const contacts: PlainRecord[] = fc
        .sample(fc.tuple(fc.constantFrom(...texts), fc.nat(60)), { numRuns: 50, seed: 4 })
        .map(([LastName, index]) => {
          const Account = accounts[index] ?? null;
          const AccountId = Account === null ? null : String(Account.Id);
          return {
            Id: org.records.insert("Contact", { LastName, Name: LastName, AccountId }),
            LastName,
            AccountId,
            Account,
          };
        });
      fc.assert(
        fc.property(conditions({ LastName: "text", "Account.Name": "text" }), fc.boolean(), ({ soql, holds }, isIn) => {
          const matching = new Set(contacts.filter(holds).map(({ AccountId }) => AccountId));
          const outer = `SELECT Id, (SELECT Id FROM Contacts WHERE ${soql}) FROM Account WHERE Id ${isIn ? "IN" : "NOT IN"} (SELECT AccountId FROM Contact WHERE ${soql})`;
          const found = query(outer);
          expect(ids(found)).toEqual(ids(accounts.filter(({ Id }) => matching.has(Id ?? null) === isIn)));
          for (const { Id, Contacts } of found) {
            const own = contacts.filter((contact) => contact.AccountId === Id && holds(contact));
            const children = (Contacts as { records: PlainRecord[] } | null)?.records ?? [];
            expect(ids(children)).toEqual(ids(own));
          }
        }),
        { numRuns: runs },
      );
    }));

  test("any text is answered or refused as SOQL, never with another error", () =>
    withData((_org, query) => {
      const word = fc.constantFrom(
        ..."SELECT FROM WHERE AND OR NOT IN LIKE ( ( ) ) , Id Name Account User Profile.Name Contacts = != < > 'a' '' null true 1 -1.5 GROUP BY HAVING ORDER DESC NULLS LAST LIMIT OFFSET FOR VIEW COUNT MAX FIELDS ALL TYPEOF WHEN THEN END TODAY LAST_N_DAYS:3 2026-01-01 2026-01-01T00:00:00Z INCLUDES : \\ ' CALENDAR_YEAR CreatedDate toLabel ROLLUP WITH SetupEntity.Name".split(
          " ",
        ),
      );
      const start = "SELECT Id FROM Account WHERE Name = 'a' AND (NOT Phone LIKE 'b%') ORDER BY Name LIMIT 3".split(
        " ",
      );
      const mutated = fc
        .array(fc.record({ at: fc.nat(start.length), word, replaces: fc.boolean() }), { maxLength: 4 })
        .map((changes) => {
          const words = [...start];
          for (const change of changes) words.splice(change.at, change.replaces ? 1 : 0, change.word);
          return words.join(" ");
        });
      fc.assert(
        fc.property(
          fc.oneof(
            mutated,
            fc.array(word, { maxLength: 25 }).map((words) => words.join(" ")),
            fc.string(),
          ),
          (soql) => {
            try {
              query(soql);
            } catch (error) {
              expect((error as Error).name).toBe("ApiError");
            }
          },
        ),
        { numRuns: 1000 },
      );
    }));
});

function aggregate(name: string, numbers: number[]): number | null {
  if (numbers.length === 0) return null;
  const sum = numbers.reduce((one, other) => one + other, 0);
  if (name === "SUM") return sum;
  if (name === "AVG") return sum / numbers.length;
  return name === "MIN" ? Math.min(...numbers) : Math.max(...numbers);
}
