/** Who may call: people, clients, what was granted to them, and their tokens. */

export const roles = ["Full Admin", "Contact Center Service Admin", "Supervisor", "User Admin", "Agent"] as const;

export type Role = (typeof roles)[number];

export interface Person {
  email: string;
  role: Role;
}

/** An integration (people log in with it) or a service app (a machine account). */
export interface Client {
  kind: "integration" | "serviceApp";
  clientId: string;
  clientSecret: string;
  /** Of a service app: how its token is asked for. */
  applicationId?: string;
  /** Of a service app: whether a Full Admin has authorized it. */
  authorized?: boolean;
  scopes: string[];
}

/** Somebody's consent to a client, with the refresh token that stands for it. Times are milliseconds since 1970. */
export interface Grant {
  clientId: string;
  email: string;
  role: Role;
  scopes: string[];
  refreshToken: string;
  refreshExpires: number;
  tokens: { value: string; expires: number }[];
}

export interface Access {
  people: Person[];
  clients: Client[];
  grants: Grant[];
}
