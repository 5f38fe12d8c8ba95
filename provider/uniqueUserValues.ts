/** Values that no two users of an org may share, beside the username: the nickname and the federation id. */
import type { Org } from "../salesforce/org.ts";
import { quotedList } from "../salesforce/soql.ts";
import { type DeclaredResource, givenText, ofKind } from "./declaredResources.ts";
import { nicknameOf } from "./integrationUserInputs.ts";
import { isOfSource, type Mark, markOfUser } from "./marks.ts";
import { givenFields } from "./userFields.ts";

/** A user who has a value that is declared for another one. */
export interface ValueHolder {
  id: string;
  username: string;
  nickname: string;
  federationId: string;
  mark: Mark | undefined;
}

/** What a declared user is to have that nobody else may, in lower case; undefined where it is not known. */
interface UniqueValues {
  username: string | undefined;
  nickname: string | undefined;
  federationId: string | undefined;
}

function uniqueValues(user: DeclaredResource): UniqueValues {
  const username = givenText(user, "username")?.toLowerCase();
  const nickname = givenText(user, "nickname") ?? (username && nicknameOf(username, undefined));
  const given = Object.entries(givenFields(user.inputs));
  const [, federationId] = given.find(([name]) => name.toLowerCase() === "federationidentifier") ?? [];
  return {
    username,
    nickname: nickname?.toLowerCase(),
    federationId: typeof federationId === "string" && federationId !== "" ? federationId.toLowerCase() : undefined,
  };
}

/** Looks for whoever has such a value already. Reads only. */
export async function holdersOfUniqueValues(
  org: Org,
  resources: readonly DeclaredResource[],
  doing: string,
): Promise<ValueHolder[]> {
  const wanted = ofKind(resources, "IntegrationUser").map(uniqueValues);
  const conditions = (["CommunityNickname", "FederationIdentifier"] as const).flatMap((field) => {
    const values = wanted.flatMap((one) => one[inputOf[field]] ?? []);
    return values.length > 0 ? [`${field} IN ${quotedList(values)}`] : [];
  });
  if (conditions.length === 0) return [];
  const rows = await org.query(
    `SELECT Id, Username, CommunityNickname, FederationIdentifier, Division FROM User WHERE ${conditions.join(" OR ")}`,
    doing,
  );
  return rows.map((row) => ({
    id: row.Id,
    username: String(row.Username ?? ""),
    nickname: String(row.CommunityNickname ?? ""),
    federationId: String(row.FederationIdentifier ?? ""),
    mark: markOfUser(row.Division),
  }));
}

const inputOf = { CommunityNickname: "nickname", FederationIdentifier: "federationId" } as const;

/**
 * Values of a declared user that somebody else has. Pure.
 *
 * @param owner that of the declared user
 */
export function takenValues(declared: DeclaredResource, holders: readonly ValueHolder[], owner: string): string[] {
  const { username, nickname, federationId } = uniqueValues(declared);
  const others = holders.filter((holder) => username !== undefined && holder.username.toLowerCase() !== username);
  const ofNickname = others.find((holder) => holder.nickname.toLowerCase() === nickname);
  const ofFederationId = others.find((holder) => holder.federationId.toLowerCase() === federationId);
  const copy = [ofNickname, ofFederationId].find((holder) => isOfSource(holder?.mark, owner));
  if (copy) {
    return [
      `username: ${describeHolder(copy)} carries the mark of ${copy.mark?.owner}: it is the copy of this user, under another username. Declare the username ${copy.username}.`,
    ];
  }
  return [
    ...(ofNickname
      ? [
          `nickname: ${describeHolder(ofNickname)} has the nickname ${nickname} already. Set nickname to another one (stack's configuration: overrides.user.nickname).`,
        ]
      : []),
    ...(ofFederationId
      ? [`fields.FederationIdentifier: ${describeHolder(ofFederationId)} has this value already. Give another one.`]
      : []),
  ];
}

const describeHolder = ({ id, username }: ValueHolder) => `the user ${username} (${id})`;
