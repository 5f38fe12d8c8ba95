/** Faults on demand over HTTP. */

import type { App } from "../contracts.ts";
import type { Fault } from "../faults/fault.ts";
import type { FaultBoard } from "../faults/faultBoard.ts";
import { json } from "../http/json.ts";

export function mountFaultControl(app: App, board: FaultBoard): void {
  app.get("/_local/faults", (context) => json(context, board.show()));
  app.post("/_local/faults", async (context) => {
    try {
      board.add((await context.req.json()) as Fault[]);
    } catch (error) {
      return json(context, { error: (error as Error).message }, 400);
    }
    return json(context, board.show());
  });
  app.delete("/_local/faults", (context) => {
    board.clear();
    return context.body(null, 204);
  });
  app.post("/_local/faults/release", (context) => json(context, { released: board.release() }));
  app.post("/_local/faults/:id/release", (context) =>
    json(context, { released: board.release(Number(context.req.param("id"))) }),
  );
}
