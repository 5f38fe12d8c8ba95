import * as pulumi from "@pulumi/pulumi";

/** Warns that an input is given under its former name. */
export function warnOfFormerName(resource: pulumi.Resource, former: string, now: string): void {
  pulumi.log.warn(`${former} is now called ${now}; the former name still works.`, resource);
}

/** An output that the state of an earlier version has under its former name. */
export function underEitherName<Value>(now: pulumi.Output<Value>, former: pulumi.Output<Value>): pulumi.Output<Value> {
  return pulumi.all([now, former]).apply(([value, before]) => (value ?? before) as Value);
}
