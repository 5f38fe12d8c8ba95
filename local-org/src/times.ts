/** Times as an org writes them: none of its records, deploys and components shows parts of a second. */

/** Such as `2026-11-22T10:00:00.000Z`, as the SOAP APIs have it. @param time or its ISO text */
export function soapDateTime(time: Date | string): string {
  return `${(typeof time === "string" ? new Date(time) : time).toISOString().slice(0, 19)}.000Z`;
}

/** Such as `2026-11-22T10:00:00.000+0000`, as the REST API has it. @param time or its ISO text */
export function apiDateTime(time: Date | string): string {
  return soapDateTime(time).replace("Z", "+0000");
}
