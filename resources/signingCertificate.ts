import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { namesOf } from "../common/namesOf.ts";
import { defaultRenewalWindowDays, defaultRsaBits, defaultValidityDays, planKeys } from "./keyPlan.ts";
import { refuse, unknownNames } from "./knownNames.ts";

export interface SigningCertificateArgs {
  /** Common name of the certificate's subject. */
  commonName: pulumi.Input<string>;
  /** Organization of the certificate's subject. Default: none. */
  organization?: pulumi.Input<string>;
  /** RSA key size in bits: 2048, 3072 or 4096. Default 2048. A change applies to the keys of later generations. */
  rsaBits?: 2048 | 3072 | 4096;
  /** Validity of the certificate in days, a whole number from 1 to 36500. Default 365. */
  validityDays?: number;
  /**
   * How many days before its end the certificate is renewed, with the same key, by the next update: a whole number from
   * 0, less than `validityDays`. Default 30.
   */
  renewalWindowDays?: number;
  /**
   * Number of the newest key, from 1. Default 1. Raising it by one creates a new key: the rotation. The previous key
   * stays, so that you can go back.
   */
  generation?: number;
  /** Generation whose key is in use: `generation` or the one before it. Default `generation`. */
  activeGeneration?: number;
  /**
   * A rotation cuts off whoever holds the old key, so outside the stack `dev` a generation above 1 must be confirmed
   * here with the same number. No default.
   */
  confirmRotation?: number;
  /**
   * Generations that are in use at the same time, each in an app of its own: exactly these have a key and a certificate.
   * Default: the active one; the key of the one before stays without a certificate.
   */
  generationsInUse?: readonly number[];
}

/** A key with its certificate. */
export interface SigningKey {
  /** PKCS#8 PEM; a secret. */
  privateKeyPem: pulumi.Output<string>;
  certificatePem: pulumi.Output<string>;
  /** PEM; no secret. */
  publicKeyPem: pulumi.Output<string>;
}

export const signingArgumentNames = namesOf<SigningCertificateArgs>({
  commonName: true,
  organization: true,
  rsaBits: true,
  validityDays: true,
  renewalWindowDays: true,
  generation: true,
  activeGeneration: true,
  confirmRotation: true,
  generationsInUse: true,
});

/**
 * A private key and its self-signed certificate for JWT logins. Each generation has its own key; within a generation
 * the certificate is renewed before it ends and the key stays, so nobody needs a new one.
 */
export class SigningCertificate extends pulumi.ComponentResource {
  /** Private key in use, PKCS#8 PEM; a secret. */
  readonly privateKeyPem: pulumi.Output<string>;
  /** Certificate in use, PEM. */
  readonly certificatePem: pulumi.Output<string>;
  /** Generation of the key in use. */
  readonly activeGeneration: number;
  readonly #keys: ReadonlyMap<number, SigningKey>;

  constructor(name: string, args: SigningCertificateArgs, options?: pulumi.ComponentResourceOptions) {
    super("salesforce:access:SigningCertificate", name, {}, options);
    refuse(unknownNames("SigningCertificate", args, signingArgumentNames));
    const { generations, certificates, active } = planKeys(args, pulumi.getStack());
    const keys = new Map(
      generations.map((generation) => [
        generation,
        new tls.PrivateKey(
          `${name}-key-${generation}`,
          { algorithm: "RSA", rsaBits: args.rsaBits ?? defaultRsaBits },
          // Another size is for the next generation: a key that is in use is replaced by a rotation and nothing else.
          { parent: this, ignoreChanges: ["rsaBits"] },
        ),
      ]),
    );
    this.#keys = new Map(
      certificates.map((generation) => {
        const key = keys.get(generation) as tls.PrivateKey;
        const certificate = new tls.SelfSignedCert(
          `${name}-certificate-${generation}`,
          {
            privateKeyPem: key.privateKeyPem,
            subject: { commonName: args.commonName, ...(args.organization && { organization: args.organization }) },
            allowedUses: ["digital_signature"],
            validityPeriodHours: (args.validityDays ?? defaultValidityDays) * 24,
            earlyRenewalHours: (args.renewalWindowDays ?? defaultRenewalWindowDays) * 24,
          },
          { parent: this },
        );
        return [
          generation,
          {
            privateKeyPem: pulumi.secret(key.privateKeyPemPkcs8),
            certificatePem: certificate.certPem,
            publicKeyPem: key.publicKeyPem,
          },
        ];
      }),
    );
    const { privateKeyPem, certificatePem } = this.keyOf(active);
    this.privateKeyPem = privateKeyPem;
    this.certificatePem = certificatePem;
    this.activeGeneration = active;
    this.registerOutputs({
      privateKeyPem: this.privateKeyPem,
      certificatePem: this.certificatePem,
      activeGeneration: this.activeGeneration,
    });
  }
  /**
   * The key of a generation that is in use.
   *
   * @throws Error for one that is not
   */
  keyOf(generation: number): SigningKey {
    const key = this.#keys.get(generation);
    if (!key) throw new Error(`Generation ${generation} is not in use; ${[...this.#keys.keys()].join(", ")} is.`);
    return key;
  }
}
