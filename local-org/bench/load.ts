/** Load on a server of this machine: bounded in time, over connections that stay open. */
import { Agent, request } from "node:http";
import type { MeasuredCall } from "./calls.ts";

/** What came back. */
export interface Load {
  answers: number;
  milliseconds: number;
}

/**
 * Sends one call again and again, for so long.
 *
 * @param connections calls that are under way at the same time
 * @throws Error at the first answer that is no success
 */
export async function sendRepeatedly(
  url: string,
  call: MeasuredCall,
  { milliseconds, connections }: { milliseconds: number; connections: number },
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  try {
    const start = performance.now();
    let answers = 0;
    const caller = async (): Promise<void> => {
      while (performance.now() - start < milliseconds) {
        await send(agent, url, call);
        answers += 1;
      }
    };
    await Promise.all(Array.from({ length: connections }, caller));
    return { answers, milliseconds: performance.now() - start };
  } finally {
    agent.destroy();
  }
}

function send(agent: Agent, url: string, { title, method, path, headers, body }: MeasuredCall): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { agent, method, headers }, (answer) => {
      answer.on("error", reject).resume();
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`${title} was answered with ${answer.statusCode}.`));
      });
    });
    sent.on("error", reject).end(body);
  });
}
