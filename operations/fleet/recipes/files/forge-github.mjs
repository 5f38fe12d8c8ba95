// Comments and issues of GitHub, with the token of the job.
import { readFile } from "node:fs/promises";
import { all, call } from "./http.mjs";

const { GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_EVENT_PATH, GITHUB_TOKEN } = process.env;
const repository = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}`;
const headers = { authorization: `Bearer ${GITHUB_TOKEN}`, accept: "application/vnd.github+json" };
const label = "salesforce-drift";
const numberOfPullRequest = async () => JSON.parse(await readFile(GITHUB_EVENT_PATH, "utf8")).pull_request.number;

export const comments = {
  // Only those of this pipeline: anybody may write a comment that begins like ours.
  list: async () =>
    (await all(`${repository}/issues/${await numberOfPullRequest()}/comments`, headers)).filter(
      ({ user }) => user?.login === "github-actions[bot]",
    ),
  add: async (body) => call("POST", `${repository}/issues/${await numberOfPullRequest()}/comments`, headers, { body }),
  edit: (id, body) => call("PATCH", `${repository}/issues/comments/${id}`, headers, { body }),
};

export const issues = {
  listOpen: async () =>
    (await all(`${repository}/issues?state=open&labels=${label}`, headers)).map(({ number, title, body }) => ({
      id: number,
      title,
      body,
    })),
  open: (title, body) => call("POST", `${repository}/issues`, headers, { title, body, labels: [label] }),
  edit: (id, body) => call("PATCH", `${repository}/issues/${id}`, headers, { body }),
  close: async (id, why) => {
    await call("POST", `${repository}/issues/${id}/comments`, headers, { body: why });
    await call("PATCH", `${repository}/issues/${id}`, headers, { state: "closed", state_reason: "completed" });
  },
};
