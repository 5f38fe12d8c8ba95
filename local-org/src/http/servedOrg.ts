/** An org among those that one process serves, each on a port of its own. */
export interface ServedOrg {
  name?: string;
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** 18 characters. */
  organizationId: string;
}
