import { readCertificate } from "../common/pem.ts";
import type { PolicyOptions } from "./options.ts";
import { review, type SalesforcePolicy, typeOf } from "./policy.ts";

const day = 24 * 60 * 60 * 1000;

/** How long certificates are valid. */
export function certificatePolicies(options: PolicyOptions): SalesforcePolicy[] {
  const { longestValidityDays = 398, leastDaysLeft = 14, now = new Date() } = options;
  return [
    {
      name: "salesforce-certificate-validity",
      description: "Certificates of apps are valid for a limited time.",
      enforcementLevel: "mandatory",
      severity: "medium",
      remediationSteps: "Lower validityDays of the SigningCertificate, or give a certificate of shorter validity.",
      validateResource({ type, props }, report) {
        const days = validityOf(type, props);
        if (days === undefined || days <= longestValidityDays) return;
        report(`The certificate is valid for ${Math.round(days)} days, longer than ${longestValidityDays}.`);
      },
    },
    {
      name: "salesforce-certificate-not-ending",
      description: "No app is given a certificate that has ended or ends soon.",
      enforcementLevel: "mandatory",
      severity: "high",
      remediationSteps: "Run pulumi up inside the renewal window of the SigningCertificate, or give a new certificate.",
      framework: review("shr_api_integration_security", "Review Expired Certification Notification"),
      validateResource({ type, props }, report) {
        const times = timesOf(type, props);
        if (times === undefined) return;
        const left = Math.floor((times.to - now.getTime()) / day);
        if (left >= leastDaysLeft) return;
        const end = new Date(times.to).toISOString().slice(0, 10);
        report(left < 0 ? `The certificate ended on ${end}.` : `The certificate ends on ${end}, in ${left} days.`);
      },
    },
  ];
}

/** Days that a certificate is valid for, of the app that has it or of the resource that makes it. */
function validityOf(type: string, props: { readonly [input: string]: unknown }): number | undefined {
  if (type === "tls:index/selfSignedCert:SelfSignedCert") {
    const { validityPeriodHours } = props;
    return typeof validityPeriodHours === "number" ? validityPeriodHours / 24 : undefined;
  }
  const times = timesOf(type, props);
  return times && (times.to - times.from) / day;
}

function timesOf(type: string, { certificatePem }: { readonly [input: string]: unknown }) {
  if (type !== typeOf("ExternalClientApp") || typeof certificatePem !== "string") return undefined;
  const reading = readCertificate(certificatePem);
  if ("problem" in reading) return undefined;
  const { validFrom, validTo } = reading.certificate;
  return { from: Date.parse(validFrom), to: Date.parse(validTo) };
}
