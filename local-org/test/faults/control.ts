import type { ShownFaults } from "../../src/faults/faultBoard.ts";
import type { Client } from "../rest/client.ts";

/** Asks for faults over HTTP; fails when the org refuses them. */
export async function demand(client: Client, ...faults: object[]): Promise<ShownFaults> {
  const { status, body } = await client.call("POST", "//_local/faults", faults);
  if (status !== 200) throw new Error(`Faults answered ${status} ${JSON.stringify(body)}`);
  return body;
}

export async function shown(client: Client): Promise<ShownFaults> {
  return (await client.call("GET", "//_local/faults")).body;
}

/** How a call ended: its status, or `lost` when the connection ended without a whole answer. */
export async function fate(call: Promise<{ status: number }>): Promise<number | "lost"> {
  try {
    return (await call).status;
  } catch {
    return "lost";
  }
}

/** Waits until so many calls are parked. */
export async function untilParked(client: Client, count: number): Promise<ShownFaults["parked"]> {
  for (let tries = 0; tries < 400; tries += 1) {
    const { parked } = await shown(client);
    if (parked.length === count) return parked;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`There never were ${count} parked calls`);
}

export async function accountNames(client: Client): Promise<string[]> {
  const records: { Name: string }[] = await client.query("SELECT Name FROM Account ORDER BY Name");
  return records.map(({ Name }) => Name);
}
