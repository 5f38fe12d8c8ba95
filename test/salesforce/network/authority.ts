import { generateKeyPairSync } from "node:crypto";
import { certificatePem } from "../../../local-org/src/tls/certificate.ts";

/** An authority of a company, which Node does not know. */
export interface TestAuthority {
  pem: string;
  /** Key and certificate, both PEM, of a server that is called by these names. */
  serverFor(hosts: string[], validDays?: number): { key: string; cert: string };
}

const keyPair = () => generateKeyPairSync("ec", { namedCurve: "P-256" });

export function testAuthority(): TestAuthority {
  const { privateKey, publicKey } = keyPair();
  const issuer = { name: "Authority of my company", privateKey };
  return {
    pem: certificatePem({ subject: issuer.name, publicKey, issuer, validDays: 30, purpose: "authority" }),
    serverFor(hosts, validDays = 30) {
      const own = keyPair();
      const request = { subject: "server", publicKey: own.publicKey, issuer, validDays, hosts };
      return {
        key: String(own.privateKey.export({ type: "pkcs8", format: "pem" })),
        cert: certificatePem({ ...request, purpose: "server" }),
      };
    },
  };
}
