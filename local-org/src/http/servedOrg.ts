/** What an org's control knows of the process beside its own org. */
export interface Process {
  /** All orgs of the process. */
  served(): ServedOrg[];
  /** Makes a sandbox. @throws Error with one sentence that names what of the request is wrong */
  refreshSandbox(request: unknown): Promise<ServedOrg>;
}

/** An org among those that one process serves, each on a port of its own. */
export interface ServedOrg {
  name?: string;
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** 18 characters. */
  organizationId: string;
}
