import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface Note {
  id: number;
  body: string;
}
interface Issue {
  number: number;
  title: string;
  body: string;
  state: string;
  comments: string[];
}

/**
 * As much of the services around a pipeline as its scripts call: the identity tokens of GitHub Actions, a Vault, and the
 * comments and issues of GitHub, GitLab and Azure DevOps. Anything else is answered with 404.
 */
export class Platform {
  readonly #server: Server;
  /** Comments of the pull request, in the order in which they were made. */
  readonly comments: Note[] = [{ id: 1, body: "<!-- pulumi-salesforce-access fleet preview --> as somebody wrote it" }];
  readonly issues: Issue[] = [];
  /** Roles that have logged in at the Vault. */
  readonly roles: string[] = [];
  /** Fields of the secret of each role. */
  readonly secrets: Record<string, Record<string, string>> = {};
  /** Identity tokens that the Vault takes. */
  readonly identityToken = "identity.of.job";

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request).then(
        ({ status = 200, body }) => {
          response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
        },
        (error) => response.writeHead(500).end(String(error)),
      );
    });
  }

  static async start(): Promise<Platform> {
    const platform = new Platform();
    await new Promise<void>((resolve) => platform.#server.listen(0, "127.0.0.1", resolve));
    return platform;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<{ status?: number; body?: unknown }> {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { pathname, searchParams } = new URL(request.url ?? "", this.url);
    const sent = text === "" ? {} : JSON.parse(text);
    const rows = this.#routes(sent, searchParams, request.headers);
    for (const [method, pattern, answer] of rows) {
      const match = pattern.exec(pathname);
      if (match && method === request.method) return answer(Number(match[1]));
    }
    return { status: 404, body: { message: `${request.method} ${pathname}` } };
  }

  #routes(
    sent: Record<string, unknown>,
    parameters: URLSearchParams,
    headers: IncomingMessage["headers"],
  ): [string, RegExp, (id: number) => { status?: number; body?: unknown }][] {
    const isOpen = (issue: Issue) => issue.state === "open";
    const edit = (notes: Note[], id: number, body: unknown) => {
      const note = notes.find((each) => each.id === id);
      if (!note) return { status: 404 };
      note.body = String(body);
      return { body: note };
    };
    const add = (body: unknown) => {
      const note = { id: this.comments.length + 1, body: String(body) };
      this.comments.push(note);
      return { status: 201, body: note };
    };
    const change = (id: number, values: Partial<Issue>, comment?: unknown) => {
      const issue = this.issues.find(({ number }) => number === id);
      if (!issue) return { status: 404 };
      const given = Object.entries(values).filter(([, value]) => value !== undefined);
      Object.assign(issue, Object.fromEntries(given));
      if (comment !== undefined) issue.comments.push(String(comment));
      return { body: issue };
    };
    const open = (title: unknown, body: unknown) => {
      const issue = {
        number: this.issues.length + 1,
        title: String(title),
        body: String(body),
        state: "open",
        comments: [],
      };
      this.issues.push(issue);
      return { status: 201, body: issue };
    };
    const role = String(sent.role ?? "").replace("salesforce-access-", "");
    const withToken = (answer: object) =>
      headers["x-vault-token"] === "vault-token" ? { body: answer } : { status: 403 };
    const secretOf = (name: string) => withToken({ data: { data: this.secrets[name] } });
    return [
      ["GET", /^\/token$/, () => ({ body: { value: parameters.get("audience") ? this.identityToken : "" } })],
      [
        "POST",
        /^\/v1\/auth\/jwt\/login$/,
        () => {
          if (sent.jwt !== this.identityToken) return { status: 400 };
          this.roles.push(role);
          return { body: { auth: { client_token: "vault-token" } } };
        },
      ],
      ...["drift", "plan", "apply"].map((name): [string, RegExp, () => { status?: number; body?: unknown }] => [
        "GET",
        new RegExp(`^/v1/secret/data/salesforce-access/${name}$`),
        () => secretOf(name),
      ]),
      // GitHub
      [
        "GET",
        /^\/repos\/us\/access\/issues\/7\/comments$/,
        () => ({
          body: this.comments.map((note) => ({
            ...note,
            user: { login: note.id === 1 ? "somebody" : "github-actions[bot]" },
          })),
        }),
      ],
      ["POST", /^\/repos\/us\/access\/issues\/7\/comments$/, () => add(sent.body)],
      ["PATCH", /^\/repos\/us\/access\/issues\/comments\/(\d+)$/, (id) => edit(this.comments, id, sent.body)],
      ["GET", /^\/repos\/us\/access\/issues$/, () => ({ body: this.issues.filter(isOpen) })],
      ["POST", /^\/repos\/us\/access\/issues$/, () => open(sent.title, sent.body)],
      ["PATCH", /^\/repos\/us\/access\/issues\/(\d+)$/, (id) => change(id, sent as Partial<Issue>)],
      ["POST", /^\/repos\/us\/access\/issues\/(\d+)\/comments$/, (id) => change(id, {}, sent.body)],
      // GitLab
      ["GET", /^\/api\/v4\/user$/, () => ({ body: { id: 42 } })],
      [
        "GET",
        /^\/api\/v4\/projects\/9\/merge_requests\/7\/notes$/,
        () => ({ body: this.comments.map((note) => ({ ...note, author: { id: note.id === 1 ? 1 : 42 } })) }),
      ],
      ["POST", /^\/api\/v4\/projects\/9\/merge_requests\/7\/notes$/, () => add(sent.body)],
      ["PUT", /^\/api\/v4\/projects\/9\/merge_requests\/7\/notes\/(\d+)$/, (id) => edit(this.comments, id, sent.body)],
      [
        "GET",
        /^\/api\/v4\/projects\/9\/issues$/,
        () => ({
          body: this.issues
            .filter(isOpen)
            .map(({ number, title, body }) => ({ iid: number, title, description: body })),
        }),
      ],
      ["POST", /^\/api\/v4\/projects\/9\/issues$/, () => open(sent.title, sent.description)],
      [
        "PUT",
        /^\/api\/v4\/projects\/9\/issues\/(\d+)$/,
        (id) =>
          change(id, {
            body: sent.description as string,
            state: sent.state_event === "close" ? "closed" : undefined,
          } as Partial<Issue>),
      ],
      ["POST", /^\/api\/v4\/projects\/9\/issues\/(\d+)\/notes$/, (id) => change(id, {}, sent.body)],
      // Azure DevOps
      [
        "GET",
        /^\/us\/access%20project\/_apis\/git\/repositories\/repo\/pullRequests\/7\/threads$/,
        () => ({
          body: { value: this.comments.map(({ id, body }) => ({ id, comments: [{ id: 1, content: body }] })) },
        }),
      ],
      [
        "POST",
        /^\/us\/access%20project\/_apis\/git\/repositories\/repo\/pullRequests\/7\/threads$/,
        () => add((sent.comments as { content: string }[])[0]?.content),
      ],
      [
        "PATCH",
        /^\/us\/access%20project\/_apis\/git\/repositories\/repo\/pullRequests\/7\/threads\/(\d+)\/comments\/1$/,
        (id) => edit(this.comments, id, sent.content),
      ],
    ];
  }
}
