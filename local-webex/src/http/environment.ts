import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";

export interface HttpEnvironment {
  Bindings: HttpBindings;
}

export type App = Hono<HttpEnvironment>;

export type HttpCall = Context<HttpEnvironment>;
