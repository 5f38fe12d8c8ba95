import axios, { type InternalAxiosRequestConfig } from "axios";
import { exchange } from "./transport.ts";

/** axios over the one transport, for what jsforce does not do. No status is an error; errors do not hold the request. */
export const client = axios.create({
  async adapter(config: InternalAxiosRequestConfig) {
    const { status, headers, body } = await exchange({
      method: String(config.method).toUpperCase(),
      url: axios.getUri(config),
      headers: Object.fromEntries(
        Object.entries(config.headers.toJSON()).map(([name, value]) => [name, String(value)]),
      ),
      ...(config.data !== undefined && { body: String(config.data) }),
    });
    return { status, statusText: "", headers, data: body, config };
  },
  validateStatus: () => true,
});
