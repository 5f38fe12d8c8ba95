/** Load on a server of this machine: bounded in time, over connections that stay open. */
import { Agent, request } from "node:http";
import type { MeasuredCall } from "./calls.ts";

/**
 * Sends one call again and again, for so long.
 *
 * @param connections calls that are under way at the same time
 * @returns answers a second
 * @throws Error at the first answer that is no success
 */
export async function answersPerSecond(
  url: string,
  call: MeasuredCall,
  { milliseconds, connections }: { milliseconds: number; connections: number },
): Promise<number> {
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
    return (answers * 1000) / (performance.now() - start);
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
