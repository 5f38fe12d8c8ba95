// Comments and issues of GitLab, with a project access token (scope api, role Reporter) in GITLAB_TOKEN.
import { all, call } from "./http.mjs";

const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, GITLAB_TOKEN } = process.env;
const project = `${CI_API_V4_URL}/projects/${CI_PROJECT_ID}`;
const notes = `${project}/merge_requests/${CI_MERGE_REQUEST_IID}/notes`;
const headers = { "private-token": GITLAB_TOKEN };
const label = "salesforce-drift";

export const comments = {
  // Only those of this token: anybody may write a comment that begins like ours.
  list: async () => {
    const { id } = await call("GET", `${CI_API_V4_URL}/user`, headers);
    return (await all(notes, headers)).filter(({ author }) => author.id === id);
  },
  add: (body) => call("POST", notes, headers, { body }),
  edit: (id, body) => call("PUT", `${notes}/${id}`, headers, { body }),
};

export const issues = {
  listOpen: async () =>
    (await all(`${project}/issues?state=opened&labels=${label}`, headers)).map(({ iid, title, description }) => ({
      id: iid,
      title,
      body: description,
    })),
  open: (title, description) => call("POST", `${project}/issues`, headers, { title, description, labels: label }),
  edit: (id, description) => call("PUT", `${project}/issues/${id}`, headers, { description }),
  close: async (id, why) => {
    await call("POST", `${project}/issues/${id}/notes`, headers, { body: why });
    await call("PUT", `${project}/issues/${id}`, headers, { state_event: "close" });
  },
};
