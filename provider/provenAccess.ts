import { pulumiCommand } from "../common/commands.ts";
import { SalesforceError } from "../salesforce/errors.ts";
import type { JwtBearerToken } from "../salesforce/jwtBearer.ts";
import type { Org } from "../salesforce/org.ts";
import { type FieldPermission, fieldPermissions, type ObjectPermission, objectPermissions } from "./dataPermissions.ts";
import type { InputReader } from "./inputReader.ts";
import {
  type AccessSource,
  type Comparison,
  classAccess,
  compareAccess,
  customAccess,
  fieldAccess,
  objectAccess,
  originOf,
  undeclaredHighPrivileges,
} from "./leastPrivilege.ts";
import { Refusal } from "./lifecycle.ts";
import { permissionsOf } from "./ownPermissions.ts";
import { qualifiedApiName, type Rule, userPermissionName } from "./rules.ts";
import { apexClass, entityIds } from "./setupEntities.ts";
import { isUnknown } from "./unknowns.ts";
import { accessSources, type OtherAppUsers, otherUsersOf } from "./userAccess.ts";

/** What a user is meant to be able to do, besides Apex classes. */
export interface DeclaredAccess {
  /** Of profile and permission sets together. */
  userPermissions: string[];
  customPermissions?: string[];
  objectPermissions?: ObjectPermission[];
  fieldPermissions?: FieldPermission[];
  /** Names of privileges and of permission sets that are meant although they are not declared. */
  allowHighPrivilege?: string[];
}

/** Names of privileges, and of permission sets and groups. */
const privilegeOrSet: Rule = (value) =>
  /^\w+(\.(viewAllRecords|modifyAllRecords))?$/.test(value)
    ? undefined
    : "must be the name of a user permission or permission set, or such as Account.viewAllRecords.";

/** Reads the inputs; undefined where user permissions are not declared: then nothing is compared. */
export function declaredAccess(read: InputReader): DeclaredAccess | undefined {
  const all = {
    customPermissions: read.names("customPermissions", qualifiedApiName),
    objectPermissions: objectPermissions(read),
    fieldPermissions: fieldPermissions(read),
    allowHighPrivilege: read.texts("allowHighPrivilege", privilegeOrSet),
  };
  const given = Object.entries(all).filter(([, value]) => isUnknown(value) || value.length > 0);
  if (read.raw("userPermissions") !== undefined) {
    return { userPermissions: read.names("userPermissions", userPermissionName), ...Object.fromEntries(given) };
  }
  for (const [name] of given) read.fail(name, "is compared only together with userPermissions: declare them too.");
  return undefined;
}

/** What a comparison shows. */
export interface AccessOutputs {
  /** What the user may do although it is not declared, each with what gives it. Absent where nothing was compared. */
  undeclaredAccess?: string[];
  /** User permissions that its licence gives. Absent where nothing was compared. */
  licenseAccess?: string[];
  /** Absent where the org does not let the deployer ask. */
  otherAppUsers?: OtherAppUsers;
}

interface Subject extends Partial<DeclaredAccess> {
  appId: string;
  userId: string;
  username: string;
  apexClasses: string[];
  propagationTimeoutSeconds: number;
}

/** What the deployer sees of a user's access and of the other users of the app. */
export interface SeenAccess {
  /** Undefined where nothing is declared. */
  sources: AccessSource[] | undefined;
  others: OtherAppUsers;
}

/** Asks as the deployer; the reads travel together with those of the grants. */
export async function seenAccess(org: Org, inputs: Subject): Promise<SeenAccess> {
  const doing = `reading what ${inputs.username} may do`;
  const classes = async () => {
    const ids = await entityIds(org, apexClass, inputs.apexClasses, doing);
    return new Map([...ids].map(([name, id]) => [id, name]));
  };
  const [sources, others] = await Promise.all([
    inputs.userPermissions && accessSources(org, inputs.userId, classes(), doing),
    otherUsersOf(org, inputs.appId, inputs.userId, doing),
  ]);
  return { sources, others };
}

/** What an org answers to a query that this deployer, edition or release cannot ask; it would answer so again. */
const refusedQuery = /^(INVALID_(FIELD|TYPE|QUERY_FILTER_OPERATOR)|MALFORMED_QUERY|INSUFFICIENT_ACCESS\w*)$/;

/**
 * Compares what the user may do with what is declared: by its own session, and by what the deployer sees. Where the org
 * does not let the deployer ask, that is said, and the proof of the login stands.
 *
 * @throws Refusal when something declared is missing, or a high privilege is there that nobody has declared
 */
export async function provenAccess(
  org: Org,
  token: JwtBearerToken,
  inputs: Subject,
  seen: Promise<SeenAccess>,
): Promise<{ outputs: AccessOutputs; lines: string[] }> {
  const looked = await seen.catch((error: unknown) => {
    if (error instanceof SalesforceError && refusedQuery.test(error.code)) return error;
    throw error;
  });
  if (looked instanceof SalesforceError) {
    return {
      outputs: {},
      lines: [`what ${inputs.username} may do was not compared: ${looked.code}, ${looked.message}`],
    };
  }
  const { sources, others } = looked;
  const lines = othersLine(others);
  if (!sources) return { outputs: { otherAppUsers: others }, lines };
  const declared = accessOf(inputs);
  const given = new Set(sources.flatMap(({ access }) => access).map((each) => each.toLowerCase()));
  const expected = (inputs.userPermissions ?? []).filter((name) => given.has(name.toLowerCase()));
  const own = await permissionsOf(token, org.login.apiVersion, expected, inputs.propagationTimeoutSeconds);
  const compared = compareAccess(declared, sources, own);
  refuseMissing(inputs.username, compared, given);
  refuseHigh(inputs, compared);
  const { undeclared, licensed } = compared;
  return {
    outputs: {
      undeclaredAccess: undeclared.map(
        (each) => `${each.access}: ${originOf(each)}${each.isEffective ? "" : notInForce}`,
      ),
      licenseAccess: licensed,
      otherAppUsers: others,
    },
    lines: [...accessLines(inputs.username, compared, own !== undefined), ...lines],
  };
}

const notInForce = ", not in force in the session of the user";

function accessOf(inputs: Subject): string[] {
  return [
    ...(inputs.userPermissions ?? []),
    ...inputs.apexClasses.map(classAccess),
    ...(inputs.customPermissions ?? []).map(customAccess),
    ...(inputs.objectPermissions ?? []).flatMap(objectAccess),
    ...(inputs.fieldPermissions ?? []).flatMap(fieldAccess),
  ];
}

function refuseMissing(username: string, { missing }: Comparison, given: ReadonlySet<string>): void {
  const [first] = missing;
  if (first === undefined) return;
  const more = missing.length > 1 ? ` (and ${missing.slice(1).join(", ")})` : "";
  throw new Refusal(
    given.has(first.toLowerCase())
      ? `${username} does not have ${first}${more} in its session, although a permission set gives it: that set has to be activated, or its assignment has ended. Look at it in Setup (Users, Permission Set Assignments).`
      : `${username} does not have ${first}${more}, which is declared: no profile and no permission set gives it. Run ${pulumiCommand("up --refresh")}, which finds what somebody has changed.`,
  );
}

function refuseHigh({ username, allowHighPrivilege = [] }: Subject, { undeclared }: Comparison): void {
  const [first, ...others] = undeclaredHighPrivileges(undeclared, allowHighPrivilege);
  if (first === undefined) return;
  const more = others.length > 0 ? ` It has ${others.length} more such privileges.` : "";
  throw new Refusal(
    `${username} has ${first.access} from ${originOf(first)}, and nobody has declared it: it ${first.high.opens}.${more} Take it away there, or run ${pulumiCommand("up --refresh")}; or, if it must be, name it in allowHighPrivilege of the proof.`,
  );
}

function accessLines(username: string, { undeclared, licensed }: Comparison, isSeen: boolean): string[] {
  const named = (each: Comparison["undeclared"]) => each.map((one) => `${one.access} (${originOf(one)})`).join(", ");
  const more = undeclared.filter(({ isEffective }) => isEffective);
  const dormant = undeclared.filter(({ isEffective }) => !isEffective);
  const ofLicence = licensed.length > 0 ? `; its licence gives ${licensed.join(", ")}` : "";
  return [
    more.length > 0
      ? `${username} may do more than is declared: ${named(more)}${ofLicence}`
      : `${username} may do what is declared and nothing else${ofLicence}`,
    ...(dormant.length > 0 ? [`not declared, and not in force in the session of ${username}: ${named(dormant)}`] : []),
    ...(isSeen ? [] : [`the org does not tell ${username} its own permissions: compared is what the deployer sees`]),
  ];
}

function othersLine({ count, usernames }: OtherAppUsers): string[] {
  if (count === 0) return [];
  const rest = count - usernames.length;
  const more = rest > 0 ? `, and ${rest} more` : "";
  return [`the app also admits ${count} other ${count === 1 ? "user" : "users"}: ${usernames.join(", ")}${more}`];
}
