/** `/query`, `/queryAll` and the further pages of a long result. */
import { ApiError } from "../contracts.ts";
import { recordId } from "../identifiers.ts";
import { type QueryResult, runSoql } from "../soql/run.ts";
import type { Database } from "../store/database.ts";
import { dataPath, type RestAnswer, type RestCall, type RestHandler } from "./call.ts";

const cursorPrefix = "0r8";
const smallestBatch = 200;
const largestBatch = 2000;
/** Records of a page when nothing else is asked for and a long text is among the fields. */
const batchWithLongText = 1000;
/** Results that are kept for their further pages; the oldest gives way. */
const keptCursors = 20;

interface Cursor {
  userId: string;
  result: QueryResult;
}

export interface QueryHandlers {
  query: RestHandler;
  queryAll: RestHandler;
  nextPage: RestHandler;
}

export function createQueryHandlers(database: Database): QueryHandlers {
  const cursors = new Map<string, Cursor>();
  let cursorSerial = 0;

  const page = (call: RestCall, cursorId: string, result: QueryResult, start: number): RestAnswer => {
    const { totalSize, records } = result;
    const usual = result.hasLongText ? batchWithLongText : largestBatch;
    const end = start + batchSize(call.header("sforce-query-options"), usual);
    const done = end >= records.length;
    const next = done ? {} : { nextRecordsUrl: `${dataPath(call.context)}/query/${cursorId}-${end}` };
    return { status: 200, body: { totalSize, done, ...next, records: records.slice(start, end) } };
  };

  const firstPage = (call: RestCall, withDeleted: boolean): RestAnswer => {
    const text = call.query.get("q");
    if (text === null) throw new ApiError(400, "MALFORMED_QUERY", "unexpected token: <EOF>");
    const result = runSoql(database, call.context, text, withDeleted);
    cursorSerial += 1;
    const cursorId = recordId(cursorPrefix, "00", cursorSerial);
    const answer = page(call, cursorId, result, 0);
    if ("nextRecordsUrl" in (answer.body as object)) {
      cursors.set(cursorId, { userId: call.context.userId, result });
      for (const oldest of [...cursors.keys()].slice(0, -keptCursors)) cursors.delete(oldest);
    }
    return answer;
  };

  return {
    query: (call) => firstPage(call, false),
    queryAll: (call) => firstPage(call, true),
    nextPage(call) {
      const match = /^(\w{15}|\w{18})-(\d+)$/.exec(call.parameters[0] ?? "");
      const cursor = [...cursors].find(([id]) => match?.[1] !== undefined && id.startsWith(match[1].slice(0, 15)));
      if (match === null || cursor === undefined || cursor[1].userId !== call.context.userId) {
        throw new ApiError(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
      }
      return page(call, cursor[0], cursor[1].result, Number(match[2]));
    },
  };
}

/** The batch size of the header `Sforce-Query-Options: batchSize=N`, brought into its bounds. */
function batchSize(header: string | undefined, usual: number): number {
  const asked = /batchSize\s*=\s*(\d+)/i.exec(header ?? "")?.[1];
  if (asked === undefined) return usual;
  return Math.min(largestBatch, Math.max(smallestBatch, Number(asked)));
}
