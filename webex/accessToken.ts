import { readFile } from "node:fs/promises";
import { replaceFile } from "../common/replaceFile.ts";
import { client } from "../salesforce/httpClient.ts";
import { holdSecret } from "../salesforce/redaction.ts";
import { errorOfAnswer, errorOnTheWay, WebexError } from "./errors.ts";
import { waitedFor } from "./limits.ts";
import type { RefreshSettings, WebexSettings } from "./settings.ts";

/** The access token of a process, and the way to another one. */
export interface AccessToken {
  /** The one to send. @throws WebexError when there is none, and none can be had */
  value(): Promise<string>;
  /**
   * Gets another one in place of one that was refused: once in a process, since a second refusal has another reason.
   *
   * @returns false where there is no way to another one, or it was gone already
   * @throws WebexError when Webex refuses that
   */
  renew(): Promise<boolean>;
}

const doing = "refreshing the access token";

/** @param tell is given what a person should know, in words without a secret */
export function accessToken(settings: WebexSettings, tell: (line: string) => void): AccessToken {
  const { refresh } = settings;
  let token = settings.accessToken;
  let isRenewed = false;
  if (token !== undefined) holdSecret(token);
  const renew = async () => {
    if (refresh === undefined || isRenewed) return false;
    isRenewed = true;
    token = await refreshed(refresh, tell);
    return true;
  };
  return {
    async value() {
      if (token === undefined) await renew();
      if (token === undefined)
        throw new WebexError(doing, 0, "", "there is neither an access token nor a refresh token");
      return token;
    },
    renew,
  };
}

/** Asks for an access token with a refresh token, which lives its whole time again from then on. */
async function refreshed(settings: RefreshSettings, tell: (line: string) => void): Promise<string> {
  const { tokenUrl, clientId, clientSecret } = settings;
  const sent = await refreshTokenOf(settings);
  for (const secret of [clientSecret, sent]) holdSecret(secret);
  const form = {
    grant_type: "refresh_token",
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: sent,
  };
  const send = () =>
    client
      .request<Record<string, unknown> | string>({
        method: "POST",
        url: tokenUrl,
        headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
        data: new URLSearchParams(form).toString(),
      })
      .catch((thrown: unknown) => errorOnTheWay(doing, thrown));
  let answer = await send();
  // A refresh that is limited is not processed: the refresh token is as it was.
  for (let attempt = 1; answer.status === 429 && !(answer instanceof WebexError); attempt++) {
    if (!(await waitedFor(attempt, answer.headers))) break;
    answer = await send();
  }
  if (answer instanceof WebexError) throw answer;
  if (answer.status !== 200) throw errorOfAnswer(doing, answer, "refresh");
  const { access_token: token, refresh_token: returned } = Object(answer.data) as Record<string, unknown>;
  if (typeof token !== "string" || token === "") throw new WebexError(doing, 200, "", "the answer holds no token");
  holdSecret(token);
  // What is not returned stays valid; what is, takes its place (Cisco's samples store it).
  if (typeof returned === "string" && returned !== "" && returned !== sent) await keep(settings, returned, tell);
  return token;
}

async function refreshTokenOf({ refreshToken, refreshTokenFile }: RefreshSettings): Promise<string> {
  if (refreshTokenFile === undefined) return refreshToken as string;
  const text = await readFile(refreshTokenFile, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new WebexError(doing, 0, "", `the file of the refresh token cannot be read: ${error.code}`);
  });
  if (text.trim() === "") throw new WebexError(doing, 0, "", "the file of the refresh token is empty");
  return text.trim();
}

/** Keeps a refresh token that replaces the one that was sent; the file is the whole old one or the whole new one. */
async function keep(
  { refreshTokenFile }: RefreshSettings,
  refreshToken: string,
  tell: (line: string) => void,
): Promise<void> {
  holdSecret(refreshToken);
  if (refreshTokenFile === undefined) {
    tell(
      "Webex has given another refresh token in place of the one in WEBEX_REFRESH_TOKEN. It is printed nowhere, and is lost when this run ends: with WEBEX_REFRESH_TOKEN_FILE in place of that variable it is kept. If the old one is refused from now on, authorize the integration or service app again.",
    );
    return;
  }
  try {
    await replaceFile(refreshTokenFile, `${refreshToken}\n`, 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    tell(
      `Webex has given another refresh token, and the file of the refresh token cannot be written (${code}): authorize the integration or service app again if the old one is refused.`,
    );
  }
}
