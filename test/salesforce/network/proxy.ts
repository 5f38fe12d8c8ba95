import { createServer } from "node:http";
import { connect } from "node:net";
import { closed, listening } from "./server.ts";

/** A proxy on this machine that takes CONNECT and leads every host to one port of this machine. */
export interface TestProxy {
  port: number;
  /** Hosts that a tunnel was asked for, with their ports, in order. */
  tunnels: string[];
  /** What it was told in `Proxy-Authorization`. */
  credentials: (string | undefined)[];
  close(): Promise<void>;
}

/**
 * @param target port that every tunnel leads to
 * @param refusal what it answers instead, as the head of an HTTP answer
 */
export async function startProxy(target: number, refusal?: string): Promise<TestProxy> {
  const tunnels: string[] = [];
  const credentials: (string | undefined)[] = [];
  // A request without CONNECT would carry the credential in the open.
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on("connect", (request, socket) => {
    tunnels.push(String(request.url));
    credentials.push(request.headers["proxy-authorization"]);
    socket.on("error", () => {});
    if (refusal) return socket.end(`${refusal}\r\n\r\n`);
    const upstream = connect(target, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
  });
  const port = await listening(server);
  return { port, tunnels, credentials, close: () => closed(server) };
}
